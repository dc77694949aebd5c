#pragma once

#include "core/audit_log.hpp"
#include "core/evictions.hpp"
#include "core/principal.hpp"
#include "voices/voice_catalogue.hpp"

#include <string>
#include <vector>

namespace scaispeak::voices {

/// Takes a voice's clip away from the nodes. Thread safe.
class VoiceEviction
{
public:
    VoiceEviction(VoiceCatalogue& voices, core::Evictions& nodes, core::AuditLog& audit,
                  std::string deploymentKey)
        : _voices(voices), _nodes(nodes), _audit(audit), _deploymentKey(std::move(deploymentKey))
    {}

    /// Of the voice's present revision. Throws Failure: VoiceNotFound, AuthzPermissionDenied,
    /// StorageUnavailable.
    std::vector<core::EvictionOutcome> evict(const core::Principal& caller, const std::string& voiceId,
                                             const std::string& requestId);

private:
    VoiceCatalogue& _voices;
    core::Evictions& _nodes;
    core::AuditLog& _audit;
    const std::string _deploymentKey;
};

}  // namespace scaispeak::voices
