#pragma once

#include "prober.hpp"
#include "settings.hpp"
#include "speech_call.hpp"

#include <atomic>
#include <map>
#include <optional>

namespace scaispeak::relay {

/// A managed relay that speaks OpenAI's call. Calls go side by side.
class RelayBackend : public Backend
{
public:
    RelayBackend(const Host& host, std::string_view config);

    Engine describe(const Call& call) override;
    void listVoices(const Call& call, Emit<Voice>& emit) override;
    Status synthesize(const Call& call, const SynthesisRequest& request, AudioSink& sink,
                      SynthesisResult& result) override;
    void cancel(std::string_view requestId) override;
    Health health() override;

private:
    class Running;

    const std::string& voiceFor(const SynthesisRequest& request);
    void takeTurn();

    const Settings _settings;
    Standing _standing;
    LinePool _lines;
    std::atomic<std::size_t> _format{0};  ///< The first of `formats` that the relay did not refuse.
    std::mutex _mutex;
    std::multimap<std::string, SpeechCall*, std::less<>> _running;
    std::optional<Prober> _prober;
};

}  // namespace scaispeak::relay
