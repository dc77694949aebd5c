#pragma once

#include <unistd.h>

#include <utility>

namespace scaispeak::pluginhost {

/// A file descriptor that is closed with its owner. Not thread safe.
class OwnedDescriptor
{
public:
    OwnedDescriptor() = default;
    explicit OwnedDescriptor(int descriptor) : _descriptor(descriptor) {}
    OwnedDescriptor(OwnedDescriptor&& other) noexcept : _descriptor(std::exchange(other._descriptor, -1)) {}
    OwnedDescriptor& operator=(OwnedDescriptor&& other) noexcept
    {
        if (this != &other) {
            reset();
            _descriptor = std::exchange(other._descriptor, -1);
        }
        return *this;
    }
    ~OwnedDescriptor() { reset(); }

    int get() const { return _descriptor; }
    explicit operator bool() const { return _descriptor >= 0; }
    void reset()
    {
        if (_descriptor >= 0) ::close(std::exchange(_descriptor, -1));
    }

private:
    int _descriptor = -1;
};

}  // namespace scaispeak::pluginhost
