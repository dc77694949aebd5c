#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace scaispeak::pluginhost {

/// Bytes of a struct up to and with its last member of version 1.0: what every plugin of major 1 must bring.
#define SCAISPEAK_ABI_MINIMUM(type, last) \
    static_cast<std::uint32_t>(offsetof(type, last) + sizeof(type::last))

/// No struct of the ABI comes near this; a larger one is memory that is none.
inline constexpr std::uint32_t maximumStructSize = 65'536;

enum class StructCopy : std::uint8_t
{
    Ok,
    Null,
    TooSmall,
    TooLarge
};

/// Copies what both sides know of a struct that crosses the line, and zeroes the rest of `ours`. Never reads
/// beyond the size that the writer stated.
template <class Struct>
StructCopy copyStruct(const Struct* theirs, std::uint32_t minimum, Struct& ours) noexcept
{
    ours = Struct{};
    if (theirs == nullptr) return StructCopy::Null;
    std::uint32_t size = 0;
    std::memcpy(&size, static_cast<const void*>(theirs), sizeof size);
    if (size < minimum) return StructCopy::TooSmall;
    if (size > maximumStructSize) return StructCopy::TooLarge;
    std::memcpy(&ours, static_cast<const void*>(theirs), std::min<std::size_t>(size, sizeof(Struct)));
    return StructCopy::Ok;
}

}  // namespace scaispeak::pluginhost
