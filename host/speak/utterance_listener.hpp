#pragma once

#include "core/failure.hpp"
#include "speak/utterance_order.hpp"

namespace scaispeak::speak {

/// Who waits for an utterance. Called without locks held, on the thread where it happened, and must not
/// block.
class UtteranceListener
{
public:
    virtual ~UtteranceListener() = default;

    /// The first sample is there: from now on the output carries audio. At most once.
    virtual void started(const std::string& slot) = 0;

    /// It ended: exactly once, the last call, just before the output is finished or failed. `failure` is null
    /// when the audio is whole.
    virtual void ended(const UtteranceSummary& summary, const core::Failure* failure) = 0;
};

}  // namespace scaispeak::speak
