#include "raw_node.hpp"

#include <scaispeak/testing/recording_sink.hpp>

#include <backend-scaiinfer/channel.hpp>
#include <backend-scaiinfer/stream_check.hpp>

#include <cmath>
#include <cstdlib>

namespace {

using namespace scaispeak;
using Kind = scaispeak::scaiinfer::Attempt::Kind;

constexpr std::array<std::int32_t, 3> accepted{SCS_ENCODING_PCM_S16, SCS_ENCODING_PCM_F32, SCS_ENCODING_MP3};
constexpr std::string_view spoken =
    "Gr\xc3\xbc\xc3\x9f"
    "e, world.";

void require(bool kept)
{
    if (!kept) std::abort();
}

/// Each with its length before it, in two bytes; the last one is what is left.
std::vector<std::string> messagesOf(const std::uint8_t* data, std::size_t size)
{
    std::vector<std::string> messages;
    while (size >= 2 && messages.size() < 64) {
        const std::size_t length = std::min<std::size_t>(size - 2, data[0] | data[1] << 8U);
        messages.emplace_back(reinterpret_cast<const char*>(data) + 2, length);
        data += 2 + length;
        size -= 2 + length;
    }
    return messages;
}

void requirePromises(const testing::RecordingSink& taken)
{
    require(taken.begins <= 1);
    require(taken.bytes.empty() == (taken.begins == 0));
    if (taken.begins == 0) return;
    require(taken.sampleRate == 8'000 || taken.sampleRate == 22'050);
    require(taken.channels >= 1 && taken.channels <= 8);
    require(std::find(accepted.begin(), accepted.end(), taken.encoding) != accepted.end());
    for (const testing::RecordedEvent& event : taken.events)
        require(event.offset <= spoken.size() && event.length <= spoken.size() - event.offset);
    if (taken.encoding != SCS_ENCODING_PCM_F32) return;
    for (std::size_t offset = 0; offset + 4 <= taken.bytes.size(); offset += 4) {
        float sample = 0;
        std::memcpy(&sample, taken.bytes.data() + offset, sizeof sample);
        require(std::isfinite(sample));
    }
}

}  // namespace

// The messages of a node's Synthesize call: what reaches the sink keeps the sink's rules, and a call that is
// done has sounded whole frames or nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static tests::RawNode& node = *new tests::RawNode;
    static scaispeak::scaiinfer::Channel& channel =
        *new scaispeak::scaiinfer::Channel(node.address(), {}, {}, std::chrono::seconds(5));
    node.answer(messagesOf(data, size));
    testing::FakeHost fake;
    const Host host(&fake.table());
    const scs_call rawCall = fake.call();
    testing::CapturedError captured;
    const Call call(host, &rawCall, captured.raw());
    SynthesisRequest request;
    request.text = spoken;
    request.engineVoice = "voice";
    request.accept = {accepted.data(), accepted.size()};
    testing::RecordingSink taken;
    AudioSink sink(taken.raw());
    SynthesisResult result;
    const auto attempt = channel.speak(call, request, nullptr, std::chrono::steady_clock::time_point::max(),
                                       {8'000, 22'050}, sink, result);
    requirePromises(taken);
    require(attempt.sounded == (taken.begins == 1));
    // gRPC's own status is Ok: the messages alone decide.
    require(attempt.kind == Kind::Done || attempt.kind == Kind::Lied);
    require((attempt.kind == Kind::Lied) == !attempt.message.empty());
    const std::size_t sample = taken.encoding == SCS_ENCODING_PCM_S16   ? 2
                               : taken.encoding == SCS_ENCODING_PCM_F32 ? 4
                                                                        : 0;
    if (attempt.kind == Kind::Done && sample > 0)
        require(taken.bytes.size() % (sample * taken.channels) == 0);
    return 0;
}
