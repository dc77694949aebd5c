#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

/// A file in a folder of the process's own, for code that reads files by their name. Written as fast as a
/// file can be, thousands of times a second; gone at the end.
class ScratchFile
{
public:
    explicit ScratchFile(const std::string& name) : _path(folder() / name), _descriptor(open(_path)) {}
    ~ScratchFile()
    {
        ::close(_descriptor);
        std::filesystem::remove(_path);
        std::error_code others;
        std::filesystem::remove(_path.parent_path(), others);
    }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    const std::filesystem::path& path() const { return _path; }

    void write(std::string_view bytes) const
    {
        if (::ftruncate(_descriptor, 0) != 0) std::abort();
        const auto size = static_cast<ssize_t>(bytes.size());
        if (::pwrite(_descriptor, bytes.data(), bytes.size(), 0) != size) std::abort();
    }

private:
    static std::filesystem::path folder()
    {
        const std::string name = "scaispeak-scratch-" + std::to_string(::getpid());
        const std::filesystem::path path = std::filesystem::temp_directory_path() / name;
        std::filesystem::create_directory(path);
        std::filesystem::permissions(path, std::filesystem::perms(0755));
        return path;
    }
    static int open(const std::filesystem::path& path)
    {
        const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        if (descriptor < 0) std::abort();
        return descriptor;
    }

    std::filesystem::path _path;
    int _descriptor;
};
