#include "ctl/partial_file.hpp"

#include "ctl/command_failure.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

namespace scaispeak::ctl {
namespace {

/// A link stays a link: what it names is what is replaced.
std::string realPath(const std::string& path)
{
    std::error_code fault;
    const std::filesystem::path real = std::filesystem::canonical(path, fault);
    return fault ? path : real.string();
}

}  // namespace

PartialFile::PartialFile(const std::string& path)
    : _path(realPath(path)),
      _partPath(_path + ".part"),
      _file(openFile(_partPath, O_WRONLY | O_CREAT | O_NOFOLLOW))
{
    if (::flock(_file.get(), LOCK_EX | LOCK_NB) != 0)
        throw CommandFailure(ExitCode::LocalFile,
                             "another program is writing " + _partPath + ": choose another file");
    if (::ftruncate(_file.get(), 0) != 0) throwFileFault("write", _partPath);
}

PartialFile::~PartialFile()
{
    if (!_committed) ::unlink(_partPath.c_str());
}

void PartialFile::write(std::span<const std::byte> bytes)
{
    writeAll(_file.get(), bytes, _partPath);
}

void PartialFile::commit()
{
    // Renamed while it is still locked, so that nobody else begins the same name in between.
    if (std::rename(_partPath.c_str(), _path.c_str()) != 0) throwFileFault("write", _path);
    _committed = true;
    if (!_file.close()) throwFileFault("write", _path);
}

}  // namespace scaispeak::ctl
