#pragma once

#include "core/principal.hpp"

#include <array>
#include <string_view>

namespace scaispeak::access {

inline constexpr std::string_view synthesize = "scaispeak:synthesize";
inline constexpr std::string_view voiceRead = "scaispeak:voice.read";
inline constexpr std::string_view voiceWrite = "scaispeak:voice.write";
inline constexpr std::string_view voiceShare = "scaispeak:voice.share";
inline constexpr std::string_view admin = "scaispeak:admin";

inline constexpr std::array allPermissions{synthesize, voiceRead, voiceWrite, voiceShare, admin};
inline constexpr std::array<std::string_view, 5> knownRoles{"super_admin", "partner_admin", "tenant_admin",
                                                            "tenant_viewer", "tenant_user"};

bool isPermission(std::string_view word) noexcept;
bool isRole(std::string_view word) noexcept;

/// What an identity may do: the permissions of its roles and those it carries itself. Words that are neither
/// known role nor known permission grant nothing; `super_admin` counts only when the platform vouches for it.
core::Principal principalOf(core::Identity identity);

}  // namespace scaispeak::access
