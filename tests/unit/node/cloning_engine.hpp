#pragma once

#include "core/backend.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

namespace scaispeak::tests {

/// Speaks 800 samples with a reference clip, which it reads whole; the text "wait" is spoken until it is
/// stopped; "unable" is not supported, "broken" fails.
class CloningEngine : public scaispeak::core::Backend
{
public:
    std::atomic<int> running{0};
    std::atomic<int> stopped{0};
    std::atomic<std::size_t> clipBytes{0};
    std::atomic<std::int64_t> timeLeftMs{0};  ///< Of the latest call; 0 = without a deadline.

    std::shared_ptr<const scaispeak::core::EngineDescription> describe() override
    {
        auto engine = std::make_shared<scaispeak::core::EngineDescription>();
        engine->name = "cloner";
        engine->sampleRates = {8'000};
        engine->clone = scaispeak::core::CloneFeature::Full;
        engine->maxConcurrency = 2;
        return engine;
    }

    std::vector<scaispeak::core::EngineVoice> listVoices() override { return {}; }

    scaispeak::core::SynthesisOutcome synthesize(const scaispeak::core::SynthesisRequest& request,
                                                 scaispeak::core::AudioSink& sink,
                                                 const scaispeak::core::Cancellation& cancellation) override
    {
        using namespace scaispeak::core;
        timeLeftMs = std::chrono::duration_cast<std::chrono::milliseconds>(request.timeLeft).count();
        ++running;
        if (request.reference) {
            std::vector<std::byte> clip(1U << 20U);
            clipBytes = request.reference->read(0, clip);
        }
        if (request.text == "unable" || request.text == "broken") {
            SynthesisOutcome refusal;
            refusal.status =
                request.text == "unable" ? SynthesisStatus::Unsupported : SynthesisStatus::Failed;
            --running;
            return refusal;
        }
        const std::vector<std::byte> audio(1'600);
        sink.begin({Encoding::PcmS16, 8'000, 1});
        StopReason stop = sink.write(audio);
        while (request.text == "wait" && stop == StopReason::None) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            stop = cancellation.reason();
        }
        SynthesisOutcome outcome;
        outcome.status = stop == StopReason::None ? SynthesisStatus::Ok : SynthesisStatus::Cancelled;
        if (stop != StopReason::None) ++stopped;
        --running;
        return outcome;
    }

    void cancel(const std::string&) noexcept override {}
    scaispeak::core::BackendHealth health() override { return {true, "", ""}; }
};

}  // namespace scaispeak::tests
