#pragma once

#include "format.hpp"

#include <scaispeak/plugin.hpp>

#include <memory>
#include <stdexcept>

namespace scaispeak::relay {

/// A body is not what it says it is.
class Unfit : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Who takes the samples: s16le, whole frames. False ends it: nothing more is wanted.
class SampleTaker
{
public:
    virtual ~SampleTaker() = default;
    /// Once, before the first samples.
    virtual bool begin(std::uint32_t sampleRate, std::uint32_t channels) = 0;
    virtual bool samples(Span<const std::uint8_t> bytes) = 0;

    /// Whether a mono stream of layer III at that rate is wanted as it is. Asked at most once, before
    /// anything else; after a yes nothing but encoded() comes.
    virtual bool passes(std::uint32_t sampleRate)
    {
        static_cast<void>(sampleRate);
        return false;
    }
    /// The stream's own bytes, which hold so many samples more than what came before.
    virtual bool encoded(Span<const std::uint8_t> bytes, std::uint64_t samples)
    {
        static_cast<void>(bytes);
        static_cast<void>(samples);
        return false;
    }
};

/// Makes samples of one body as its bytes come, cut anywhere, or passes the body on. Throws Unfit.
class BodyDecoder
{
public:
    virtual ~BodyDecoder() = default;
    /// False when the taker said so.
    virtual bool take(Span<const std::uint8_t> bytes) = 0;
    /// The body is over: Unfit when it ends too early.
    virtual void finish() = 0;
};

/// `taker` outlives it.
std::unique_ptr<BodyDecoder> makeDecoder(const BodyType& type, SampleTaker& taker);

}  // namespace scaispeak::relay
