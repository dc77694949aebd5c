#pragma once

#include "audio/byte_sink.hpp"

#include <vector>

namespace scaispeak::audio {

/// Bytes that a C library hands over in a callback. A callback must not throw, so they wait here until the
/// library has returned. Bounded by what one call of the library makes; its memory is kept for the next one.
class OutputBuffer
{
public:
    /// False when there is no memory.
    bool append(const void* data, std::size_t size) noexcept
    {
        try {
            const auto* bytes = static_cast<const std::byte*>(data);
            _bytes.insert(_bytes.end(), bytes, bytes + size);
            _total += size;
            return true;
        }
        catch (const std::bad_alloc&) {
            return false;
        }
    }

    void sendTo(ByteSink& sink)
    {
        if (_bytes.empty()) return;
        sink.write(_bytes);
        _bytes.clear();
    }

    /// All bytes ever appended.
    std::uint64_t total() const noexcept { return _total; }

private:
    std::vector<std::byte> _bytes;
    std::uint64_t _total = 0;
};

}  // namespace scaispeak::audio
