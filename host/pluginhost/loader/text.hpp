#pragma once

#include <scaispeak/abi.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace scaispeak::pluginhost {

bool isUtf8(std::string_view text) noexcept;

/// As UTF-8 without control characters: fit for a log line or an answer.
bool isPlainText(std::string_view text) noexcept;

/// A stable word: 1 to `limit` of [a-z0-9_.-].
bool isWord(std::string_view text, std::size_t limit = 64) noexcept;

/// A plugin's id: [a-z0-9-]{3,64}.
bool isPluginId(std::string_view text) noexcept;

/// The longest beginning of valid UTF-8 `text` that has at most `limit` bytes and ends at a character.
std::string_view cutText(std::string_view text, std::size_t limit) noexcept;

/// What the other side of the ABI says, borrowed; nothing when the pointer is missing, it is longer than
/// `limit` bytes or no UTF-8.
std::optional<std::string_view> readText(scs_str text, std::uint64_t limit) noexcept;

/// As readText, without control characters.
std::optional<std::string_view> readPlainText(scs_str text, std::uint64_t limit) noexcept;

inline scs_str abiText(std::string_view text) noexcept
{
    return {text.data(), text.size()};
}

}  // namespace scaispeak::pluginhost
