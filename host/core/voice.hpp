#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::core {

enum class VoiceScope : std::uint8_t
{
    User,
    Tenant,
    Global
};
enum class VoiceKind : std::uint8_t
{
    Cloned,
    Designed,
    Preset
};
enum class EmbeddingStatus : std::uint8_t
{
    Ready,
    Pending,
    Processing,
    Evicted,
    Failed
};

struct VoiceDefaults
{
    std::optional<std::string> instructions;
    std::optional<double> speed;
    std::optional<double> cfgValue;
    std::optional<std::int64_t> warmupTrimMs;
};

/// A voice as callers see it (contract, section 4). Times are Unix microseconds.
struct Voice
{
    std::string voiceId;  ///< voc_...
    std::int64_t revision = 1;
    std::string displayName;
    std::string description;
    std::vector<std::string> styleTags;
    VoiceScope scope = VoiceScope::Global;
    std::string tenantId;     ///< Empty for a global voice.
    std::string ownerUserId;  ///< Empty for a preset.
    std::string languagePrimary;
    std::vector<std::string> languageSupported;
    std::string genderHint = "unspecified";
    std::string ageHint;
    VoiceKind kind = VoiceKind::Preset;
    EmbeddingStatus embeddingStatus = EmbeddingStatus::Ready;
    std::string embeddingStatusReason;
    VoiceDefaults defaults;
    std::string voiceDesignPrompt;
    std::string engine;       ///< Of a preset: the name its engine reports.
    std::string engineVoice;  ///< Of a preset: the engine's own id of the voice.
    std::int64_t createdAt = 0;
    std::int64_t updatedAt = 0;
};

/// Whether it has the form of a preset's id: `voc_` and 20 base32 characters.
bool isPresetId(std::string_view text) noexcept;

std::string_view word(VoiceScope scope) noexcept;
std::string_view word(VoiceKind kind) noexcept;
std::string_view word(EmbeddingStatus status) noexcept;
std::optional<VoiceScope> voiceScope(std::string_view word) noexcept;
std::optional<VoiceKind> voiceKind(std::string_view word) noexcept;
std::optional<EmbeddingStatus> embeddingStatus(std::string_view word) noexcept;

}  // namespace scaispeak::core
