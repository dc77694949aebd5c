#pragma once

#include "core/audio_format.hpp"

#include <scaispeak/backend.h>

#include <cstdint>
#include <optional>

namespace scaispeak::pluginhost {

/// SCS_ENCODING_... of an encoding: the two lists run alike, the ABI's from 1.
constexpr std::int32_t toAbiEncoding(core::Encoding encoding) noexcept
{
    return static_cast<std::int32_t>(encoding) + 1;
}

constexpr std::optional<core::Encoding> fromAbiEncoding(std::int32_t encoding) noexcept
{
    if (encoding < SCS_ENCODING_PCM_S16 || encoding > SCS_ENCODING_ALAW) return std::nullopt;
    return static_cast<core::Encoding>(encoding - 1);
}

static_assert(toAbiEncoding(core::Encoding::PcmS16) == SCS_ENCODING_PCM_S16);
static_assert(toAbiEncoding(core::Encoding::PcmF32) == SCS_ENCODING_PCM_F32);
static_assert(toAbiEncoding(core::Encoding::Mp3) == SCS_ENCODING_MP3);
static_assert(toAbiEncoding(core::Encoding::OggOpus) == SCS_ENCODING_OGG_OPUS);
static_assert(toAbiEncoding(core::Encoding::Flac) == SCS_ENCODING_FLAC);
static_assert(toAbiEncoding(core::Encoding::Aac) == SCS_ENCODING_AAC);
static_assert(toAbiEncoding(core::Encoding::Mulaw) == SCS_ENCODING_MULAW);
static_assert(toAbiEncoding(core::Encoding::Alaw) == SCS_ENCODING_ALAW);

}  // namespace scaispeak::pluginhost
