#include "voices/voice_eviction.hpp"

#include "core/identifiers.hpp"
#include "voices/ownership.hpp"
#include "voices/reference_key.hpp"

namespace scaispeak::voices {

/// The row comes first: no eviction is without one.
std::vector<core::EvictionOutcome> VoiceEviction::evict(const core::Principal& caller,
                                                        const std::string& voiceId,
                                                        const std::string& requestId)
{
    const core::Voice voice = _voices.get(caller, voiceId);
    requireOwnership(caller, voice);
    _audit.record({caller.identity.tenantId, caller.identity.userId, "voice.evict", voice.voiceId,
                   core::nowMicros(), requestId});
    return _nodes.evict(referenceKey(_deploymentKey, voice));
}

}  // namespace scaispeak::voices
