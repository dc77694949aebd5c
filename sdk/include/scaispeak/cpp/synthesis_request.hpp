#pragma once

#include "../backend.h"
#include "host.hpp"

namespace scaispeak {

enum class Encoding : std::int32_t
{
    PcmS16 = SCS_ENCODING_PCM_S16,
    PcmF32 = SCS_ENCODING_PCM_F32,
    Mp3 = SCS_ENCODING_MP3,
    OggOpus = SCS_ENCODING_OGG_OPUS,
    Flac = SCS_ENCODING_FLAC,
    Aac = SCS_ENCODING_AAC,
    Mulaw = SCS_ENCODING_MULAW,
    Alaw = SCS_ENCODING_ALAW,
};

/// The clip of a cloned voice. Borrowed.
class Reference
{
public:
    explicit Reference(const scs_reference* raw) noexcept : _raw(readStruct(raw)) {}

    Span<const std::uint8_t> key() const noexcept
    {
        return {_raw.key.data, static_cast<std::size_t>(_raw.key.size)};
    }
    std::uint32_t sampleRate() const noexcept { return _raw.sample_rate; }
    std::uint64_t frames() const noexcept { return _raw.frames; }
    std::string_view transcript() const noexcept { return view(_raw.transcript); }

    /// Copies mono s16 bytes from byte `offset`; returns how many, 0 at the end. Costs the host a fetch.
    /// Throws Error.
    std::size_t read(std::uint64_t offset, Span<std::uint8_t> out) const
    {
        std::uint64_t size = 0;
        const scs_status status = _raw.read ? _raw.read(_raw.ctx, offset, out.data(), out.size(), &size)
                                            : scs_status{SCS_UNAVAILABLE};
        if (status != SCS_OK) throw Error(static_cast<Status>(status));
        return static_cast<std::size_t>(size);
    }

private:
    scs_reference _raw;
};

/// One segment to be spoken. Borrowed. Exactly one of engineVoice, reference, designPrompt is given; an
/// option without a value was not given, and is the engine's own default.
struct SynthesisRequest
{
    std::string_view text;
    std::int32_t textFormat = SCS_TEXT_PLAIN;
    std::string_view language;
    std::string_view engineVoice;
    std::optional<Reference> reference;
    std::string_view designPrompt;
    std::optional<std::string_view> instructions;
    std::optional<double> speed;
    std::optional<double> cfgValue;
    std::optional<std::chrono::nanoseconds> warmupTrim;
    std::optional<bool> normalizeText;
    Span<const std::int32_t> accept;  ///< Encoding, in order of preference.
    std::uint32_t preferredSampleRate = 0;

    bool accepts(Encoding encoding) const noexcept
    {
        return std::find(accept.begin(), accept.end(), static_cast<std::int32_t>(encoding)) != accept.end();
    }
};

namespace detail {

inline SynthesisRequest fromWire(const scs_synthesis_request& raw)
{
    const auto given = [&raw](std::uint32_t bit) { return (raw.set_fields & bit) != 0; };
    SynthesisRequest request;
    request.text = view(raw.text);
    request.textFormat = raw.text_format;
    request.language = view(raw.language);
    request.engineVoice = view(raw.engine_voice);
    if (raw.reference != nullptr) request.reference.emplace(raw.reference);
    request.designPrompt = view(raw.design_prompt);
    if (given(SCS_SET_INSTRUCTIONS)) request.instructions = view(raw.instructions);
    if (given(SCS_SET_SPEED)) request.speed = raw.speed;
    if (given(SCS_SET_CFG_VALUE)) request.cfgValue = raw.cfg_value;
    if (given(SCS_SET_WARMUP_TRIM)) request.warmupTrim = std::chrono::nanoseconds(raw.warmup_trim_ns);
    if (given(SCS_SET_NORMALIZE_TEXT)) request.normalizeText = raw.normalize_text != 0;
    request.accept = {raw.accept, static_cast<std::size_t>(raw.accept_count)};
    request.preferredSampleRate = raw.preferred_sample_rate;
    return request;
}

}  // namespace detail

}  // namespace scaispeak
