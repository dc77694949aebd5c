#pragma once

#include <scaispeak/plugin.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace scaispeak::scaiinfer {

/// What the end of a stream says of it.
struct Whole
{
    std::uint64_t samples = 0;
    std::uint32_t crc32 = 0;
    std::uint64_t bytes = 0;
};

/// Watches one stream of a node for lies: each function returns what is wrong, or nothing.
class StreamCheck
{
public:
    /// `rates`: what the engine says it makes; empty = anything.
    StreamCheck(const SynthesisRequest& request, const std::vector<std::uint32_t>& rates);

    std::string begin(std::int32_t encoding, std::uint32_t rate, std::uint32_t channels);
    /// `waited`: how long the node let us wait since begin, over all of it.
    std::string audio(std::string_view bytes, std::chrono::nanoseconds waited);
    std::string event(std::uint64_t offset, std::uint64_t length) const;
    std::string end(const Whole& said) const;

    bool begun() const noexcept { return _rate != 0; }

private:
    bool finite(std::string_view bytes);

    const SynthesisRequest& _request;
    const std::vector<std::uint32_t>& _rates;
    double _longest;  ///< Seconds.
    std::int32_t _encoding = 0;
    std::uint32_t _rate = 0;
    std::uint64_t _frameBytes = 0;
    std::uint64_t _bytes = 0;
    std::uint32_t _crc = 0;
    char _cut[4] = {};  ///< Of a sample that goes on in the next message.
};

/// IEEE 802.3, going on from `crc`; 0 to begin with.
std::uint32_t crc32(std::uint32_t crc, std::string_view bytes) noexcept;

}  // namespace scaispeak::scaiinfer
