#pragma once

#include "core/backend.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace scaispeak::tests {

/// A backend that does in `synthesize` what a test says, one function a call; the last one serves for the
/// rest.
class ScriptedBackend : public core::Backend
{
public:
    using Script = std::function<core::SynthesisOutcome(const core::SynthesisRequest&, core::AudioSink&,
                                                        const core::Cancellation&)>;

    explicit ScriptedBackend(std::string engine, std::vector<Script> scripts = {})
        : _engine(std::move(engine)), _scripts(std::move(scripts))
    {}

    std::shared_ptr<const core::EngineDescription> describe() override
    {
        auto engine = std::make_shared<core::EngineDescription>();
        engine->name = _engine;
        engine->preset = true;
        engine->maxConcurrency = 4;
        return engine;
    }
    std::vector<core::EngineVoice> listVoices() override { return {}; }

    core::SynthesisOutcome synthesize(const core::SynthesisRequest& request, core::AudioSink& sink,
                                      const core::Cancellation& cancellation) override
    {
        const std::size_t call = _calls++;
        {
            const std::lock_guard lock(_mutex);
            _texts.push_back(request.text);
        }
        return _scripts.at(std::min(call, _scripts.size() - 1))(request, sink, cancellation);
    }
    void cancel(const std::string&) noexcept override { ++cancelled; }
    core::BackendHealth health() override { return state; }

    std::size_t calls() const { return _calls; }
    std::vector<std::string> texts() const
    {
        const std::lock_guard lock(_mutex);
        return _texts;
    }

    std::atomic<int> cancelled{0};
    core::BackendHealth state{true, "", ""};

private:
    std::string _engine;
    std::vector<Script> _scripts;
    std::atomic<std::size_t> _calls{0};
    mutable std::mutex _mutex;
    std::vector<std::string> _texts;
};

inline core::SynthesisOutcome outcome(core::SynthesisStatus status, std::string reason = "")
{
    core::SynthesisOutcome result;
    result.status = status;
    result.reason = std::move(reason);
    return result;
}

/// Pushes that many samples of s16 at 24 kHz, each of the value given.
inline ScriptedBackend::Script says(std::size_t samples, std::int16_t value)
{
    return [=](const core::SynthesisRequest&, core::AudioSink& sink, const core::Cancellation&) {
        sink.begin({core::Encoding::PcmS16, 24000, 1});
        const std::vector<std::int16_t> audio(samples, value);
        sink.write(std::as_bytes(std::span(audio)));
        return outcome(core::SynthesisStatus::Ok);
    };
}

inline ScriptedBackend::Script fails(core::SynthesisStatus status, std::string reason = "")
{
    return [=](const core::SynthesisRequest&, core::AudioSink&, const core::Cancellation&) {
        return outcome(status, reason);
    };
}

}  // namespace scaispeak::tests
