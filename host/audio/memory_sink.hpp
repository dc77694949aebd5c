#pragma once

#include "audio/byte_sink.hpp"

#include <string>
#include <utility>

namespace scaispeak::audio {

/// A whole body in memory, of at most `maxBytes`; more throws std::length_error. Its headers tell the right
/// length. A checksum has to wait for the end, since the head is rewritten there.
class MemorySink final : public ByteSink
{
public:
    explicit MemorySink(std::size_t maxBytes) : _maxBytes(maxBytes) {}

    void write(std::span<const std::byte> bytes) override;
    bool rewritable() const noexcept override { return true; }
    void rewrite(std::uint64_t offset, std::span<const std::byte> bytes) override;

    const std::string& body() const noexcept { return _body; }
    std::string takeBody() noexcept { return std::move(_body); }

private:
    std::size_t _maxBytes;
    std::string _body;
};

}  // namespace scaispeak::audio
