#pragma once

#include "prober.hpp"
#include "settings.hpp"
#include "speech_call.hpp"

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
    void checkOrder(const SynthesisRequest& request);

    const Settings _settings;
    Standing _standing;
    LinePool _lines;
    std::mutex _mutex;
    std::multimap<std::string, SpeechCall*, std::less<>> _running;
    std::optional<Prober> _prober;
};

}  // namespace scaispeak::relay
