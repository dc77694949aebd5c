#pragma once

#include "library.hpp"
#include "voice_list.hpp"

namespace scaispeak::espeak {

/// The engine "espeak-ng". One thread at a time.
class EspeakBackend : public Backend
{
public:
    /// `config` as in config_schema.json. Throws Error as Library::open does.
    EspeakBackend(const Host& host, std::string_view config);

    Engine describe(const Call& call) override;
    void listVoices(const Call& call, Emit<Voice>& emit) override;
    Status synthesize(const Call& call, const SynthesisRequest& request, AudioSink& sink,
                      SynthesisResult& result) override;

private:
    const VoiceList& voices();
    int paceOf(double speed) const noexcept;

    int _wordsPerMinute = espeakRATE_NORMAL;
    int _volume = 100;
    Library* _library = nullptr;
    std::optional<VoiceList> _voices;
};

}  // namespace scaispeak::espeak
