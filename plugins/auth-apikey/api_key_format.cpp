#include "api_key_format.hpp"

#include <algorithm>

namespace scaispeak::apikey {

namespace {

constexpr std::string_view prefix = "sgk_";
constexpr std::size_t shortest = 32;

bool allowed(char letter) noexcept
{
    return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
}

}  // namespace

KeyFormat formatOf(std::string_view credential) noexcept
{
    if (!credential.starts_with(prefix)) return KeyFormat::Other;
    const std::string_view random = credential.substr(prefix.size());
    const bool wellFormed = random.size() >= shortest && std::all_of(random.begin(), random.end(), allowed);
    return wellFormed ? KeyFormat::Key : KeyFormat::Malformed;
}

}  // namespace scaispeak::apikey
