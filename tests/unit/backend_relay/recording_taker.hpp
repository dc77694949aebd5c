#pragma once

#include <backend-relay/body_decoder.hpp>

#include <cstdint>
#include <limits>
#include <vector>

namespace scaispeak::tests {

/// Takes what a decoder makes, and wants no more after some samples if told to.
class RecordingTaker : public relay::SampleTaker
{
public:
    bool begin(std::uint32_t rate, std::uint32_t wide) override
    {
        ++begins;
        sampleRate = rate;
        channels = wide;
        return true;
    }
    bool samples(Span<const std::uint8_t> some) override
    {
        bytes.insert(bytes.end(), some.begin(), some.end());
        return bytes.size() < stopAt;
    }

    bool passes(std::uint32_t rate) override
    {
        ++askedToPass;
        return rate == passedRate;
    }
    bool encoded(Span<const std::uint8_t> some, std::uint64_t more) override
    {
        bytes.insert(bytes.end(), some.begin(), some.end());
        encodedSamples += more;
        return bytes.size() < stopAt;
    }

    std::uint32_t passedRate = 0;  ///< Hz, of what is wanted as it is.
    int askedToPass = 0;
    std::uint64_t encodedSamples = 0;
    int begins = 0;
    std::uint32_t sampleRate = 0;
    std::uint32_t channels = 0;
    std::vector<std::uint8_t> bytes;
    std::size_t stopAt = std::numeric_limits<std::size_t>::max();
};

/// All of a body in pieces of that size.
inline bool takeAll(relay::BodyDecoder& decoder, const std::vector<std::uint8_t>& body, std::size_t piece)
{
    for (std::size_t at = 0; at < body.size(); at += piece)
        if (!decoder.take({body.data() + at, std::min(piece, body.size() - at)})) return false;
    return true;
}

}  // namespace scaispeak::tests
