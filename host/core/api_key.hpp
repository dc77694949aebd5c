#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace scaispeak::core {

using Sha256 = std::array<std::uint8_t, 32>;

/// An API key as it is kept: never the key itself, only its hash. Times are Unix microseconds, 0 = never.
struct ApiKey
{
    std::string id;  ///< key_...
    Sha256 hash{};
    std::string hint;  ///< `sgk_1234...wxyz` as lists show it.
    std::string name;
    std::string tenantId;
    std::string userId;
    std::vector<std::string> roles;
    std::vector<std::string> permissions;
    bool platform = false;  ///< Made on the machine, so that `super_admin` counts.
    std::int64_t createdAt = 0;
    std::int64_t expiresAt = 0;
    std::int64_t revokedAt = 0;
};

}  // namespace scaispeak::core
