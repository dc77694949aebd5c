#include "ctl/amount.hpp"

#include <array>
#include <cstdio>

namespace scaispeak::ctl {
namespace {

constexpr std::uint64_t kilo = 1000;

std::string withOneDecimal(double value, const char* unit)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.1f %s", value, unit);
    return text.data();
}

}  // namespace

std::string sizeText(std::uint64_t bytes)
{
    if (bytes < kilo) return std::to_string(bytes) + " B";
    const std::uint64_t rounded = (bytes + kilo / 2) / kilo;
    if (rounded < kilo) return std::to_string(rounded) + " kB";
    return withOneDecimal(static_cast<double>(bytes) / (kilo * kilo), "MB");
}

std::string secondsText(double seconds)
{
    return withOneDecimal(seconds, "s");
}

}  // namespace scaispeak::ctl
