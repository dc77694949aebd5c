#include "voices/ownership.hpp"

#include "core/failure.hpp"

namespace scaispeak::voices {
namespace {

constexpr std::string_view tenantAdmin = "scaispeak:admin";

}  // namespace

void requireOwnership(const core::Principal& caller, const core::Voice& voice)
{
    if (caller.superAdmin) return;
    const bool shared = voice.scope == core::VoiceScope::Global || voice.kind == core::VoiceKind::Preset;
    const bool owner = !voice.ownerUserId.empty() && voice.ownerUserId == caller.identity.userId;
    const bool admin = voice.scope == core::VoiceScope::Tenant && caller.may(tenantAdmin);
    if (!shared && (owner || admin)) return;
    throw core::Failure(core::ErrorCode::AuthzPermissionDenied,
                        shared ? "the voice is everybody's: ask a super admin of the platform"
                               : "the voice is somebody else's: ask its owner, or an admin of your tenant if "
                                 "it is the tenant's");
}

}  // namespace scaispeak::voices
