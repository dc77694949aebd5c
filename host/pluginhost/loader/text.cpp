#include "pluginhost/loader/text.hpp"

#include <algorithm>

namespace scaispeak::pluginhost {

namespace {

unsigned byteAt(std::string_view text, std::size_t index) noexcept
{
    return static_cast<unsigned char>(text[index]);
}

/// Length of the character that begins at `index`, or 0 when there is none that is valid (RFC 3629).
std::size_t characterLength(std::string_view text, std::size_t index) noexcept
{
    const unsigned first = byteAt(text, index);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || index + length > text.size()) return 0;
    for (std::size_t tail = 1; tail < length; ++tail)
        if ((byteAt(text, index + tail) & 0xC0) != 0x80) return 0;
    const unsigned second = byteAt(text, index + 1);
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool surrogate = first == 0xED && second > 0x9F;
    const bool beyond = first == 0xF4 && second > 0x8F;
    return overlong || surrogate || beyond ? 0 : length;
}

}  // namespace

bool isUtf8(std::string_view text) noexcept
{
    for (std::size_t index = 0; index < text.size();) {
        const std::size_t length = characterLength(text, index);
        if (length == 0) return false;
        index += length;
    }
    return true;
}

bool isPlainText(std::string_view text) noexcept
{
    const auto control = [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; };
    return isUtf8(text) && std::none_of(text.begin(), text.end(), control);
}

bool isWord(std::string_view text, std::size_t limit) noexcept
{
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
    };
    return !text.empty() && text.size() <= limit && std::all_of(text.begin(), text.end(), allowed);
}

bool isPluginId(std::string_view text) noexcept
{
    return text.size() >= 3 && isWord(text) && text.find_first_of("_.") == std::string_view::npos;
}

std::string_view cutText(std::string_view text, std::size_t limit) noexcept
{
    if (text.size() <= limit) return text;
    while (limit > 0 && (byteAt(text, limit) & 0xC0) == 0x80)
        --limit;
    return text.substr(0, limit);
}

std::optional<std::string_view> readText(scs_str text, std::uint64_t limit) noexcept
{
    if (text.size == 0) return std::string_view();
    if (text.data == nullptr || text.size > limit) return std::nullopt;
    const std::string_view view(text.data, text.size);
    return isUtf8(view) ? std::optional(view) : std::nullopt;
}

std::optional<std::string_view> readPlainText(scs_str text, std::uint64_t limit) noexcept
{
    const auto view = readText(text, limit);
    return view && isPlainText(*view) ? view : std::nullopt;
}

}  // namespace scaispeak::pluginhost
