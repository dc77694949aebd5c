#include "core/voice.hpp"

#include <array>
#include <string_view>

namespace scaispeak::core {
namespace {

constexpr std::array<std::string_view, 3> scopes{"user", "tenant", "global"};
constexpr std::array<std::string_view, 3> kinds{"cloned", "designed", "preset"};
constexpr std::array<std::string_view, 5> statuses{"ready", "pending", "processing", "evicted", "failed"};

template <typename Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& words, std::string_view word) noexcept
{
    for (std::size_t index = 0; index < N; ++index)
        if (words[index] == word) return static_cast<Enum>(index);
    return std::nullopt;
}

}  // namespace

bool isPresetId(std::string_view text) noexcept
{
    constexpr std::string_view prefix = "voc_";
    constexpr std::size_t characters = 20;
    return text.size() == prefix.size() + characters && text.starts_with(prefix) &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz234567", prefix.size()) ==
               std::string_view::npos;
}

std::string_view word(VoiceScope scope) noexcept
{
    return scopes[static_cast<std::size_t>(scope)];
}

std::string_view word(VoiceKind kind) noexcept
{
    return kinds[static_cast<std::size_t>(kind)];
}

std::string_view word(EmbeddingStatus status) noexcept
{
    return statuses[static_cast<std::size_t>(status)];
}

std::optional<VoiceScope> voiceScope(std::string_view word) noexcept
{
    return find<VoiceScope>(scopes, word);
}

std::optional<VoiceKind> voiceKind(std::string_view word) noexcept
{
    return find<VoiceKind>(kinds, word);
}

std::optional<EmbeddingStatus> embeddingStatus(std::string_view word) noexcept
{
    return find<EmbeddingStatus>(statuses, word);
}

}  // namespace scaispeak::core
