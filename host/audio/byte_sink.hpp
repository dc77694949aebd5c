#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>

namespace scaispeak::audio {

/// Where encoded bytes go, on the thread that encodes. May throw to stop: the encoder is of no use after that
/// and passes the exception on. The bytes are read during the call only.
class ByteSink
{
public:
    virtual ~ByteSink() = default;
    virtual void write(std::span<const std::byte> bytes) = 0;

    /// Whether bytes already written may still be changed (a body in memory, a file), so that headers can
    /// tell the length in the end. Asked once, when the encoder is made.
    virtual bool rewritable() const noexcept { return false; }

    /// Replaces bytes written before, `offset` bytes from the start. Called by `Encoder::finish` alone.
    virtual void rewrite(std::uint64_t offset, std::span<const std::byte> bytes)
    {
        static_cast<void>(offset);
        static_cast<void>(bytes);
        throw std::logic_error("this byte sink cannot be rewritten");
    }
};

}  // namespace scaispeak::audio
