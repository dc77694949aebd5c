#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

inline std::uint64_t codePoints(std::string_view text)
{
    const auto starts = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
    return static_cast<std::uint64_t>(std::count_if(text.begin(), text.end(), starts));
}

/// FNV-1a, so that it is the same everywhere. Hz.
inline double pitchOf(std::string_view text, std::string_view voice)
{
    std::uint32_t hash = 2166136261U;
    for (const std::string_view part : {text, voice})
        for (const char byte : part)
            hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
    return 200 + hash % 1800;
}
