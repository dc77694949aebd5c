#pragma once

#include "core/principal.hpp"
#include "core/voice.hpp"

namespace scaispeak::voices {

/// May the caller change a voice that they see? A user's its owner, a tenant's its owner or an admin of the
/// tenant, a global one or a preset only a super admin. Throws Failure(AuthzPermissionDenied).
void requireOwnership(const core::Principal& caller, const core::Voice& voice);

}  // namespace scaispeak::voices
