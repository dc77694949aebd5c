#pragma once

#include "body_decoder.hpp"

#include <array>
#include <vector>

struct mpg123_handle_struct;

namespace scaispeak::relay {

/// Decodes as bytes come, by libmpg123. What an encoder put before and after the speech is cut off where the
/// stream's first frame says how much that is. A stream that the taker wants as it is is read frame by frame,
/// and not decoded.
class Mp3Decoder : public BodyDecoder
{
public:
    explicit Mp3Decoder(SampleTaker& taker);
    ~Mp3Decoder() override;
    Mp3Decoder(const Mp3Decoder&) = delete;
    Mp3Decoder& operator=(const Mp3Decoder&) = delete;

    bool take(Span<const std::uint8_t> bytes) override;
    void finish() override;

private:
    bool drain();
    void readFormat();
    void choosePassage();
    void readFrames();
    void checkFrame() const;
    bool passOn(Span<const std::uint8_t> bytes);
    std::uint64_t added() const;
    bool push(std::size_t size);

    SampleTaker& _taker;
    mpg123_handle_struct* _decoder = nullptr;
    std::array<std::uint8_t, 3> _start{};
    std::size_t _started = 0;
    std::array<std::uint8_t, 16'384> _samples{};
    std::uint64_t _frames = 0;      ///< Samples of one channel.
    std::uint32_t _sampleRate = 0;  ///< 0: no frame was read yet.
    std::uint32_t _channels = 0;
    bool _passing = false;
    std::vector<std::uint8_t> _held;  ///< The body, until its format is known.
};

}  // namespace scaispeak::relay
