#include "unit/backend_relay/recording_taker.hpp"

#include <backend-relay/body_decoder.hpp>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace {

using namespace scaispeak;

void require(bool kept)
{
    if (!kept) std::abort();
}

/// Holds a decoder to what SampleTaker promises.
class StrictTaker : public tests::RecordingTaker
{
public:
    bool begin(std::uint32_t rate, std::uint32_t wide) override
    {
        require(begins == 0 && rate >= 8'000 && rate <= 192'000 && wide >= 1 && wide <= 8);
        return RecordingTaker::begin(rate, wide);
    }
    bool samples(Span<const std::uint8_t> some) override
    {
        require(begins == 1 && some.size() > 0 && some.size() % (2 * channels) == 0);
        return RecordingTaker::samples(some);
    }
};

struct Heard
{
    std::vector<std::uint8_t> bytes;
    bool whole = false;
};

Heard decoded(const relay::BodyType& type, const std::vector<std::uint8_t>& body, std::size_t piece)
{
    StrictTaker taker;
    const auto decoder = relay::makeDecoder(type, taker);
    Heard heard;
    try {
        require(tests::takeAll(*decoder, body, piece));
        decoder->finish();
        heard.whole = true;
    }
    catch (const relay::Unfit&) {
    }
    heard.bytes = std::move(taker.bytes);
    return heard;
}

}  // namespace

// A Content-Type, a line end, and the body: its samples come by the rules, and PCM is the same whole and in
// pieces. A damaged MP3 stream is not: where libmpg123 finds the next frame depends on what it has.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::uint8_t* end = data + size;
    const std::uint8_t* line = std::find(data, end, '\n');
    const std::string_view label(reinterpret_cast<const char*>(data), static_cast<std::size_t>(line - data));
    const auto type = relay::bodyTypeOf(label, relay::Format::Mp3);
    if (!type) return 0;
    const std::vector<std::uint8_t> body(std::min(line + 1, end), end);
    const Heard whole = decoded(*type, body, std::max<std::size_t>(body.size(), 1));
    const Heard pieces = decoded(*type, body, 37);
    if (type->format == relay::Format::Mp3) return 0;
    require(whole.whole == pieces.whole && whole.bytes == pieces.bytes);
    return 0;
}
