#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

namespace scaispeak::ctl::test {

/// A folder of its own for the files of one test, taken away at the end.
class TemporaryFolder
{
public:
    TemporaryFolder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "scaispeak-ctl-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp failed for " + name);
        _path = std::filesystem::canonical(name);
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::string file(const std::string& name) const { return (_path / name).string(); }

    std::string write(const std::string& name, std::string_view content) const
    {
        std::ofstream(file(name), std::ios::binary) << content;
        return file(name);
    }

    std::string read(const std::string& name) const
    {
        std::ifstream stream(file(name), std::ios::binary);
        if (!stream) throw std::runtime_error("there is no " + name);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    bool has(const std::string& name) const { return std::filesystem::exists(file(name)); }
    bool empty() const { return std::filesystem::is_empty(_path); }

private:
    std::filesystem::path _path;
};

}  // namespace scaispeak::ctl::test
