#include "config/scalar.hpp"

#include <charconv>
#include <cmath>

namespace scaispeak::config {
namespace {

template <typename T>
std::optional<T> parsed(std::string_view text)
{
    T value{};
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
    return value;
}

/// `007` is a name more often than a number.
bool hasLeadingZero(std::string_view text)
{
    if (text.starts_with('-')) text.remove_prefix(1);
    return text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

}  // namespace

std::optional<std::int64_t> asInteger(std::string_view text)
{
    if (hasLeadingZero(text)) return std::nullopt;
    return parsed<std::int64_t>(text);
}

std::optional<double> asNumber(std::string_view text)
{
    if (hasLeadingZero(text)) return std::nullopt;
    const auto value = parsed<double>(text);
    // from_chars also reads "inf" and "nan".
    return value && std::isfinite(*value) ? value : std::nullopt;
}

}  // namespace scaispeak::config
