#pragma once

#include "audio/encoder.hpp"

#include <vector>

struct lame_global_struct;

namespace scaispeak::audio {

/// MP3, mono, 64 kbit/s constant. It begins with an Info frame. Into a sink that can be rewritten that names
/// encoder delay, padding and length, so that decoders give back exactly what was put in; into a stream it
/// names the delay, and leaves together with the first frame.
class Mp3Encoder final : public Encoder
{
public:
    Mp3Encoder(std::uint32_t sampleRate, ByteSink& sink);

    void encode(std::span<const std::int16_t> samples) override;
    void finish() override;

private:
    struct Close
    {
        void operator()(lame_global_struct* lame) const noexcept;
    };

    void configure(std::uint32_t sampleRate);
    void send(int bytes);
    void sendBeginning(std::span<const std::byte> bytes);
    std::size_t infoFrame();
    void rewriteInfoFrame();

    ByteSink& _sink;
    const bool _rewritable;
    bool _begun;
    std::vector<std::byte> _beginning;  ///< Of a stream, until there is a frame behind the Info frame.
    std::vector<std::byte> _output;
    std::unique_ptr<lame_global_struct, Close> _lame;
};

}  // namespace scaispeak::audio
