#pragma once

#include "core/backend.hpp"
#include "core/setting.hpp"
#include "pluginhost/plugin_instance.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace scaispeak::pluginhost {

class PluginCall;
class SinkSession;

/// A plugin's "scaispeak.backend/1" as the port. Thread safe; synthesize and listVoices wait for their turn
/// as the plugin's threading model says, cancel and health never do.
class PluginBackend : public core::Backend
{
public:
    enum class Lateness : std::uint8_t
    {
        Refused,
        Allowed,  ///< The engine may be unavailable at first; it has no name until refresh finds it.
    };

    /// Step "describe": asks the engine once what it is. Throws PluginRefused.
    explicit PluginBackend(std::shared_ptr<PluginInstance> instance, Lateness lateness = Lateness::Refused);

    /// As of the load or the last refresh. `maxConcurrency` is 1 for a plugin that serves one call at a time,
    /// whatever it says.
    std::shared_ptr<const core::EngineDescription> describe() override { return _engine.get(); }
    /// Asks again only a plugin that was not available yet, or has nodes behind it: the others say the same
    /// as long as they live. What it says against the rules is logged, and the old description stays.
    void refresh() override;
    /// At most 10,000. Voices that break the rules are left out. Throws Failure.
    std::vector<core::EngineVoice> listVoices() override;
    core::SynthesisOutcome synthesize(const core::SynthesisRequest& request, core::AudioSink& sink,
                                      const core::Cancellation& cancellation) override;
    void cancel(const std::string& requestId) noexcept override;
    core::BackendHealth health() override;

private:
    using Clock = std::chrono::steady_clock;

    std::optional<std::chrono::milliseconds> fullFor() const;
    /// Nothing when it is not available, and that is allowed.
    std::optional<core::EngineDescription> askEngine(Lateness lateness, std::chrono::seconds patience);
    core::SynthesisOutcome run(PluginCall& call, const core::SynthesisRequest& request,
                               core::AudioSink& sink);

    std::shared_ptr<PluginInstance> _instance;
    const scs_backend _table;
    core::Setting<core::EngineDescription> _engine;
    /// Until when the last call that found no place was told to wait, as clock ticks; health() has no field
    /// for it.
    std::atomic<Clock::rep> _fullUntil{0};
};

}  // namespace scaispeak::pluginhost
