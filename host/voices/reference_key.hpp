#pragma once

#include "core/evictions.hpp"
#include "core/voice.hpp"

#include <string_view>

namespace scaispeak::voices {

/// HMAC-SHA-256 with the deployment's key over tenant, voice and revision: nobody without the key can tell
/// whose clip it names, or that two deployments have the same.
core::ReferenceKey referenceKey(std::string_view deploymentKey, const core::Voice& voice);

}  // namespace scaispeak::voices
