#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace scaispeak::ctl {

/// An open file, closed at the end of its scope.
class Descriptor
{
public:
    explicit Descriptor(int value) noexcept : _value(value) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : _value(other.release()) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    int get() const noexcept { return _value; }
    /// False when what was written may not have arrived.
    bool close() noexcept;

private:
    int release() noexcept;

    int _value;
};

/// `flags` as of open(2). Throws CommandFailure(LocalFile) naming the file and the reason.
Descriptor openFile(const std::string& path, int flags);

/// Throws CommandFailure(LocalFile) naming `name` and the reason.
void writeAll(int descriptor, std::span<const std::byte> bytes, const std::string& name);

/// At most `limit` bytes of it, which may be a pipe as well. Throws CommandFailure(LocalFile), also when
/// there is more.
std::string readAll(const Descriptor& file, std::size_t limit, const std::string& name);

/// "cannot <what> <name>: <errno's words>"
[[noreturn]] void throwFileFault(const std::string& what, const std::string& name);

}  // namespace scaispeak::ctl
