#pragma once

#include "config/loader.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::config::test {

/// A folder of its own for the files of one test, taken away at the end. `c.yaml` is the main file.
class ConfigurationFolder
{
public:
    ConfigurationFolder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "scaispeak-config-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp failed for " + name);
        _path = std::filesystem::canonical(name);
    }
    ~ConfigurationFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(_path, ignored);
    }
    ConfigurationFolder(const ConfigurationFolder&) = delete;
    ConfigurationFolder& operator=(const ConfigurationFolder&) = delete;

    const std::filesystem::path& path() const { return _path; }

    ConfigurationFolder& write(const std::string& name, std::string_view content)
    {
        const std::filesystem::path file = _path / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << content;
        return *this;
    }

    Configuration load(const Environment& environment = {}) const
    {
        return config::load(_path / "c.yaml", environment);
    }

    /// The faults of a load, one text each, without the folder's name; empty when there is none.
    std::vector<std::string> faults(const Environment& environment = {}) const
    {
        std::vector<std::string> texts;
        try {
            load(environment);
        }
        catch (const ConfigurationError& error) {
            for (const Fault& fault : error.faults())
                texts.push_back(withoutFolder(toString(fault)));
        }
        return texts;
    }

private:
    std::string withoutFolder(std::string text) const
    {
        const std::string folder = _path.string() + "/";
        for (std::size_t found = text.find(folder); found != std::string::npos; found = text.find(folder))
            text.erase(found, folder.size());
        return text;
    }

    std::filesystem::path _path;
};

/// A configuration of one file.
inline Configuration loadText(std::string_view yaml, const Environment& environment = {})
{
    ConfigurationFolder folder;
    return folder.write("c.yaml", yaml).load(environment);
}

inline std::vector<std::string> faultsOf(std::string_view yaml, const Environment& environment = {})
{
    ConfigurationFolder folder;
    return folder.write("c.yaml", yaml).faults(environment);
}

}  // namespace scaispeak::config::test
