#include "script.hpp"

#include <scaiinfer/v1/speech.pb.h>

#include <cstdint>
#include <limits>

namespace {

namespace wire = scaiinfer::v1;

constexpr std::uint32_t rate = 22'050;

std::uint32_t crc32(const std::string& bytes)
{
    std::uint32_t crc = ~0U;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

std::string begin(wire::Encoding encoding = wire::ENCODING_PCM_S16, std::uint32_t hertz = rate)
{
    wire::SynthesizeResponse message;
    message.mutable_begin()->set_encoding(encoding);
    message.mutable_begin()->set_sample_rate(hertz);
    message.mutable_begin()->set_channels(1);
    return message.SerializeAsString();
}

std::string audio(const std::string& bytes)
{
    wire::SynthesizeResponse message;
    message.set_audio(bytes);
    return message.SerializeAsString();
}

std::string mark(std::uint64_t offset)
{
    wire::SynthesizeResponse message;
    message.mutable_event()->set_kind(wire::EVENT_WORD);
    message.mutable_event()->set_text_offset(offset);
    message.mutable_event()->set_text_length(4);
    return message.SerializeAsString();
}

std::string trailer(std::uint64_t samples, std::uint32_t crc)
{
    wire::SynthesizeResponse message;
    message.mutable_trailer()->set_samples(samples);
    message.mutable_trailer()->set_audio_bytes(samples * 2);
    message.mutable_trailer()->set_crc32(crc);
    return message.SerializeAsString();
}

std::string notNumbers()
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    std::string bytes;
    for (int index = 0; index < 100; ++index)
        bytes.append(reinterpret_cast<const char*>(&nan), sizeof nan);
    return bytes;
}

}  // namespace

Script scriptOf(const std::string& text)
{
    const std::string fault = text.substr(0, text.find(' '));
    const std::string pcm(rate, '\x11');
    const std::string whole = trailer(pcm.size() / 2, crc32(pcm));
    Script script;
    if (fault == "wrong_rate")
        script.messages = {begin(wire::ENCODING_PCM_S16, 12'345), audio(pcm), whole};
    else if (fault == "nan")
        script.messages = {begin(wire::ENCODING_PCM_F32), audio(notNumbers())};
    else if (fault == "endless")
        script = {{begin(), audio(std::string(65'536, '\x11'))}, {}, true, false};
    else if (fault == "garbage")
        script.messages = {"\xff\xff\xff\xff garbage", begin(), audio(pcm), whole};
    else if (fault == "drip")
        script = {{begin(), audio("ab")}, std::chrono::milliseconds(100), true, false};
    else if (fault == "closes_early")
        script.messages = {begin(), audio(pcm)};
    else if (fault == "wrong_checksum")
        script.messages = {begin(), audio(pcm), trailer(pcm.size() / 2, 1)};
    else if (fault == "wrong_count")
        script.messages = {begin(), audio(pcm), trailer(7, crc32(pcm))};
    else if (fault == "begins_twice")
        script.messages = {begin(), begin(), audio(pcm), whole};
    else if (fault == "marks_outside")
        script.messages = {begin(), mark(1'000'000), audio(pcm), whole};
    else if (fault == "audio_first")
        script.messages = {audio(pcm), begin(), whole};
    else if (fault == "huge")
        script.messages = {begin(), audio(std::string(5U << 20U, '\x11')), whole};
    else if (fault == "fails")
        script = {{}, {}, false, true};
    else if (fault == "goes_on")
        script.messages = {begin(), audio(pcm), whole, audio(pcm)};
    else
        script.messages = {begin(), audio(pcm), whole};
    return script;
}
