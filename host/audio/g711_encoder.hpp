#pragma once

#include "audio/encoder.hpp"
#include "audio/output_buffer.hpp"

#include <sndfile.h>

namespace scaispeak::audio {

/// Raw G.711, one byte a sample.
class G711Encoder final : public Encoder
{
public:
    enum class Law : std::uint8_t
    {
        Mu,
        A
    };

    G711Encoder(Law law, std::uint32_t sampleRate, ByteSink& sink);

    void encode(std::span<const std::int16_t> samples) override;
    void finish() override {}

private:
    struct Close
    {
        void operator()(SNDFILE* file) const noexcept;
    };

    ByteSink& _sink;
    OutputBuffer _output;
    std::unique_ptr<SNDFILE, Close> _file;
};

}  // namespace scaispeak::audio
