#include "listener.hpp"

#include <cmath>
#include <cstring>

namespace scaispeak::check {

Listener::Listener(std::string_view text, OnWrite onWrite) : _text(text), _onWrite(std::move(onWrite))
{
    _sink.struct_size = sizeof _sink;
    _sink.ctx = this;
    _sink.begin = [](void* ctx, std::int32_t madeAs, std::uint32_t rate, std::uint32_t wide) {
        return static_cast<Listener*>(ctx)->begin(madeAs, rate, wide);
    };
    _sink.write = [](void* ctx, const std::uint8_t* data, std::uint64_t size) {
        return static_cast<Listener*>(ctx)->write(data, size);
    };
    _sink.event = [](void* ctx, const scs_speech_event* event) {
        return static_cast<Listener*>(ctx)->event(event);
    };
}

scs_status Listener::breaks(const std::string& rule)
{
    if (_breach.empty()) _breach = rule;
    _stopped = SCS_CLOSED;
    return SCS_CLOSED;
}

bool Listener::mayPush(const char* what)
{
    if (_thread != std::this_thread::get_id())
        breaks(std::string(what) + " came from another thread than the call's");
    else if (_stopped != SCS_OK)
        breaks(std::string(what) + " came after the sink had said stop");
    return _breach.empty();
}

scs_status Listener::begin(std::int32_t madeAs, std::uint32_t rate, std::uint32_t wide)
{
    if (!mayPush("begin")) return SCS_CLOSED;
    if (++begins > 1) return breaks("begin came twice");
    if (madeAs != SCS_ENCODING_PCM_S16 && madeAs != SCS_ENCODING_PCM_F32)
        return breaks("begin names encoding " + std::to_string(madeAs) + ", which was not in accept");
    if (rate < 8000 || rate > 192000)
        return breaks("begin names " + std::to_string(rate) + " Hz, of 8000 to 192000");
    if (wide < 1 || wide > 8) return breaks("begin names " + std::to_string(wide) + " channels, of 1 to 8");
    encoding = madeAs;
    sampleRate = rate;
    channels = wide;
    return SCS_OK;
}

scs_status Listener::write(const std::uint8_t* data, std::uint64_t size)
{
    if (!mayPush("write")) return SCS_CLOSED;
    if (begins == 0) return breaks("write came before begin");
    if (size > 0 && data == nullptr) return breaks("write brought no data");
    bytes.insert(bytes.end(), data, data + size);
    ++writes;
    if (_onWrite) _stopped = _onWrite(writes);
    return _stopped;
}

bool Listener::atCharacter(std::uint64_t offset) const noexcept
{
    return offset == _text.size() || (static_cast<unsigned char>(_text[offset]) & 0xC0U) != 0x80U;
}

scs_status Listener::event(const scs_speech_event* event)
{
    if (!mayPush("event")) return SCS_CLOSED;
    if (event == nullptr || event->struct_size < offsetof(scs_speech_event, name))
        return breaks("event brought none");
    if (event->text_offset > _text.size() || event->text_length > _text.size() - event->text_offset)
        return breaks("an event names bytes outside the text");
    if (!atCharacter(event->text_offset) || !atCharacter(event->text_offset + event->text_length))
        return breaks("an event begins or ends within a character");
    marks.push_back({event->kind, event->text_offset, event->text_length, event->frame});
    return SCS_OK;
}

std::size_t Listener::frameBytes() const noexcept
{
    return (encoding == SCS_ENCODING_PCM_F32 ? 4 : 2) * std::size_t{std::max(channels, 1U)};
}

std::string Listener::breach() const
{
    if (!_breach.empty()) return _breach;
    if (_stopped == SCS_OK && bytes.size() % frameBytes() != 0)
        return "all writes together are no whole frames";
    for (const float sample : samples())
        if (!std::isfinite(sample)) return "a sample is no finite number";
    return {};
}

std::vector<float> Listener::samples() const
{
    std::vector<float> out;
    if (encoding == SCS_ENCODING_PCM_F32) {
        out.resize(bytes.size() / sizeof(float));
        if (!out.empty()) std::memcpy(out.data(), bytes.data(), out.size() * sizeof(float));
        return out;
    }
    out.reserve(bytes.size() / 2);
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        std::int16_t sample = 0;
        std::memcpy(&sample, bytes.data() + at, sizeof sample);
        out.push_back(static_cast<float>(sample) / 32768.0F);
    }
    return out;
}

double Listener::seconds() const
{
    if (sampleRate == 0) return 0;
    return static_cast<double>(bytes.size() / frameBytes()) / sampleRate;
}

}  // namespace scaispeak::check
