#pragma once

#include <cstdint>
#include <string_view>

namespace scaispeak::apikey {

enum class KeyFormat : std::uint8_t
{
    Other,
    Malformed,
    Key
};

/// An API key is "sgk_" and 32 or more of [A-Za-z0-9_-]. What begins so and goes on otherwise is malformed;
/// anything else is some other credential.
KeyFormat formatOf(std::string_view credential) noexcept;

}  // namespace scaispeak::apikey
