#pragma once

/// The values both sides speak: text, spans, and structures of which the two sides may know different sizes.

#include "../abi.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace scaispeak {

/// Some contiguous items that belong to somebody else. Converts to std::span where there is one.
template <class T>
class Span
{
public:
    constexpr Span() noexcept = default;
    constexpr Span(T* data, std::size_t size) noexcept : _data(data), _size(size) {}
    template <class Container, class = std::enable_if_t<
                                   std::is_convertible_v<decltype(std::declval<Container&>().data()), T*>>>
    constexpr Span(Container& items) noexcept : _data(items.data()), _size(items.size())
    {}

    constexpr T* data() const noexcept { return _data; }
    constexpr std::size_t size() const noexcept { return _size; }
    constexpr bool empty() const noexcept { return _size == 0; }
    constexpr T* begin() const noexcept { return _data; }
    constexpr T* end() const noexcept { return _data + _size; }
    constexpr T& operator[](std::size_t index) const noexcept { return _data[index]; }

private:
    T* _data = nullptr;
    std::size_t _size = 0;
};

/// How a call ended, or why work is not wanted any more.
enum class Status : std::int32_t
{
    Ok = SCS_OK,
    Cancelled = SCS_CANCELLED,
    Deadline = SCS_DEADLINE,
    Closed = SCS_CLOSED,
    InvalidArgument = SCS_INVALID_ARGUMENT,
    NotFound = SCS_NOT_FOUND,
    Conflict = SCS_CONFLICT,
    PermissionDenied = SCS_PERMISSION_DENIED,
    Unauthenticated = SCS_UNAUTHENTICATED,
    Unavailable = SCS_UNAVAILABLE,
    Overloaded = SCS_OVERLOADED,
    Unsupported = SCS_UNSUPPORTED,
    TooLarge = SCS_TOO_LARGE,
    QuotaExceeded = SCS_QUOTA_EXCEEDED,
    Corrupt = SCS_CORRUPT,
    Internal = SCS_INTERNAL,
};

constexpr std::string_view view(const scs_str& text) noexcept
{
    return text.size == 0 ? std::string_view{}
                          : std::string_view{text.data, static_cast<std::size_t>(text.size)};
}

constexpr scs_str str(std::string_view text) noexcept
{
    return {text.data(), text.size()};
}

inline std::vector<scs_str> strings(const std::vector<std::string>& items)
{
    std::vector<scs_str> out;
    out.reserve(items.size());
    for (const std::string& item : items)
        out.push_back(str(item));
    return out;
}

inline std::vector<std::string> strings(const scs_str* items, std::uint64_t count)
{
    std::vector<std::string> out;
    out.reserve(static_cast<std::size_t>(count));
    for (std::uint64_t index = 0; index < count; ++index)
        out.emplace_back(view(items[index]));
    return out;
}

/// Copy of a structure that the other side wrote: what it does not know is zero. `theirs` may be null: all
/// zero.
template <class Struct>
Struct readStruct(const Struct* theirs) noexcept
{
    static_assert(std::is_trivially_copyable_v<Struct>);
    static_assert(offsetof(Struct, struct_size) == 0);
    Struct ours{};
    if (theirs != nullptr)
        std::memcpy(&ours, theirs, std::min<std::size_t>(theirs->struct_size, sizeof(Struct)));
    return ours;
}

/// Writes back into a structure of the other side as much of it as that side knows; its struct_size stays.
template <class Struct>
void writeStruct(Struct* theirs, Struct ours) noexcept
{
    static_assert(std::is_trivially_copyable_v<Struct>);
    if (theirs == nullptr) return;
    ours.struct_size = theirs->struct_size;
    std::memcpy(theirs, &ours, std::min<std::size_t>(theirs->struct_size, sizeof(Struct)));
}

/// Zeroed, with its size set: the start of everything that is handed out.
template <class Struct>
Struct newStruct() noexcept
{
    Struct ours{};
    ours.struct_size = sizeof(Struct);
    return ours;
}

/// Copies `text` into a buffer of the other side, cut at a character where it does not fit.
inline void fill(scs_buffer& buffer, std::string_view text) noexcept
{
    std::size_t size = text.size();
    if (size > buffer.capacity) {
        size = static_cast<std::size_t>(buffer.capacity);
        while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U)
            --size;
    }
    if (size > 0) std::memcpy(buffer.data, text.data(), size);
    buffer.size = size;
}

}  // namespace scaispeak
