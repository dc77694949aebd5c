#pragma once

#include "http/call.hpp"
#include "speak/speech_service.hpp"

#include <memory>

namespace scaispeak::http {

/// Answers a call with JSON that carries the audio, when it is whole. A caller who leaves stops the
/// utterance.
class CollectedAnswer : public speak::UtteranceListener, public std::enable_shared_from_this<CollectedAnswer>
{
public:
    /// Starts it. Throws Failure when no backend can speak.
    static void begin(const std::shared_ptr<Call>& call, speak::SpeechService& speech,
                      speak::UtteranceOrder order);

    explicit CollectedAnswer(std::shared_ptr<Call> call, const speak::UtteranceOrder& order);

    void started(const std::string&) override {}
    void ended(const speak::UtteranceSummary& summary, const core::Failure* failure) override;

private:
    boost::json::object dataOf(const speak::UtteranceSummary& summary, const std::string& body) const;

    const std::shared_ptr<Call> _call;
    const core::ResponseFormat _format;
    const std::uint32_t _sampleRate;
    const std::string _voiceId;
    std::shared_ptr<speak::AudioCollector> _audio;
};

}  // namespace scaispeak::http
