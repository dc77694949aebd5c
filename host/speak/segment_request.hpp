#pragma once

#include "core/backend.hpp"
#include "speak/segment.hpp"
#include "speak/slot.hpp"
#include "speak/utterance_order.hpp"

namespace scaispeak::speak {

/// What the slot's engine is asked for. A preset of another engine is asked for by its id, never by the name
/// that its own engine gave it: that may be another voice here. `whole`: the segment is all of the text.
core::SynthesisRequest segmentRequest(const UtteranceOrder& order, const Segment& segment, const Slot& slot,
                                      bool whole);

}  // namespace scaispeak::speak
