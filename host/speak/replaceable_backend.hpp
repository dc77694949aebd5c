#pragma once

#include "core/backend.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace scaispeak::speak {

/// The backend of one slot, which may be exchanged while calls run: those go on with the one they began with,
/// new ones get the new one. Without any it is down, as `slot_not_configured`. Thread safe.
class ReplaceableBackend : public core::Backend
{
public:
    /// Null takes it away; `why` is then what health says to the operator.
    void replace(std::shared_ptr<core::Backend> backend, std::string why = {});

    std::shared_ptr<const core::EngineDescription> describe() override;
    std::vector<core::EngineVoice> listVoices() override;
    void refresh() override;
    core::SynthesisOutcome synthesize(const core::SynthesisRequest& request, core::AudioSink& sink,
                                      const core::Cancellation& cancellation) override;
    void cancel(const std::string& requestId) noexcept override;
    core::BackendHealth health() override;

private:
    std::shared_ptr<core::Backend> current() const;

    mutable std::mutex _mutex;
    std::shared_ptr<core::Backend> _current;
    std::string _why;
    std::vector<std::weak_ptr<core::Backend>> _earlier;  ///< Calls may still run in them.
};

}  // namespace scaispeak::speak
