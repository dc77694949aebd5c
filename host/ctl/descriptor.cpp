#include "ctl/descriptor.hpp"

#include "ctl/command_failure.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace scaispeak::ctl {

bool Descriptor::close() noexcept
{
    const int value = release();
    return value < 0 || ::close(value) == 0;
}

int Descriptor::release() noexcept
{
    return std::exchange(_value, -1);
}

void throwFileFault(const std::string& what, const std::string& name)
{
    throw CommandFailure(ExitCode::LocalFile,
                         "cannot " + what + " " + name + ": " + std::generic_category().message(errno));
}

Descriptor openFile(const std::string& path, int flags)
{
    constexpr mode_t everybodysWish = 0666;
    Descriptor file(::open(path.c_str(), flags | O_CLOEXEC | O_NOCTTY, everybodysWish));
    if (file.get() < 0) throwFileFault((flags & O_ACCMODE) == O_RDONLY ? "read" : "write", path);
    return file;
}

void writeAll(int descriptor, std::span<const std::byte> bytes, const std::string& name)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throwFileFault("write", name);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

std::string readAll(const Descriptor& file, std::size_t limit, const std::string& name)
{
    std::string text;
    std::array<char, 16384> buffer{};
    for (;;) {
        const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throwFileFault("read", name);
        if (got == 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(got));
        if (text.size() > limit)
            throw CommandFailure(ExitCode::LocalFile, name + " is longer than " + std::to_string(limit) +
                                                          " bytes: is it the right file?");
    }
}

}  // namespace scaispeak::ctl
