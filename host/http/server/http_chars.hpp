#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

namespace scaispeak::http {

inline bool isDigit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

inline bool isAlphanumeric(char c) noexcept
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// `tchar` of RFC 9110.
inline bool isTokenChar(char c) noexcept
{
    return isAlphanumeric(c) ||
           (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

inline bool isToken(std::string_view text) noexcept
{
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenChar);
}

/// What a header value may hold: no control character but the tab.
inline bool isValueChar(char c) noexcept
{
    const auto byte = static_cast<unsigned char>(c);
    return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

inline bool isValue(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), isValueChar);
}

inline bool equalsIgnoreCase(std::string_view left, std::string_view right) noexcept
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(),
                                                     [&](char a, char b) { return lower(a) == lower(b); });
}

inline std::string_view trimBlanks(std::string_view text) noexcept
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Whether a comma-separated list holds `token`, in any case.
inline bool listHolds(std::string_view list, std::string_view token) noexcept
{
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        if (equalsIgnoreCase(trimBlanks(list.substr(0, comma)), token)) return true;
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

inline std::optional<unsigned> hexValue(char c) noexcept
{
    if (isDigit(c)) return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

}  // namespace scaispeak::http
