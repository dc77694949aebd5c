#pragma once

#include "core/backend.hpp"
#include "pluginhost/call_slot.hpp"
#include "pluginhost/sink_session.hpp"

#include <scaispeak/backend.h>

namespace scaispeak::pluginhost {

/// How a synthesize call ended, of what the plugin returned and what was seen of it. Broken rules count
/// before anything that the plugin says, and a stop before its OK.
core::SynthesisOutcome judgeSynthesis(scs_status status, bool threw, const SinkSession& session,
                                      CallSlot& slot);

core::SynthesisOutcome stoppedOutcome(core::StopReason reason);
core::SynthesisOutcome outcomeWith(core::SynthesisStatus status, std::string internalMessage);

/// Adds what the plugin reported of the work. `text` is the request's.
void addResult(const scs_synthesis_result& result, const SinkSession& session, const std::string& text,
               core::SynthesisOutcome& outcome);

}  // namespace scaispeak::pluginhost
