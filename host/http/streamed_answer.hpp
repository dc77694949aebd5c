#pragma once

#include "http/call.hpp"
#include "http/server/body_source.hpp"
#include "speak/speech_service.hpp"

#include <memory>
#include <mutex>

namespace scaispeak::http {

/// Answers a call with the audio as it is made: the head goes out with the first bytes, so a failure before
/// them keeps its proper status; one after them cuts the body. A caller who leaves or stalls stops the
/// utterance.
class StreamedAnswer : public speak::UtteranceListener,
                       public BodySource,
                       public std::enable_shared_from_this<StreamedAnswer>
{
public:
    /// Starts it. Throws Failure when no backend can speak.
    static void begin(const std::shared_ptr<Call>& call, speak::SpeechService& speech,
                      speak::UtteranceOrder order);

    StreamedAnswer(std::shared_ptr<Call> call, const speak::UtteranceOrder& order);

    void started(const std::string& slot) override;
    void ended(const speak::UtteranceSummary& summary, const core::Failure* failure) override;

    BodySource::Read read(std::span<char> out) override;
    void onReadable(Notify notify) override;
    Headers trailers() override;
    void abandoned() override;

private:
    void readable();
    void beginStream();
    void stop(core::StopReason why);

    const std::shared_ptr<Call> _call;
    const std::string _mediaType;
    std::shared_ptr<speak::AudioBuffer> _audio;
    std::weak_ptr<speak::Utterance> _utterance;
    std::mutex _mutex;
    std::string _slot;
    bool _answered = false;
    std::uint64_t _samples = 0;  ///< Set before the audio ends.
};

}  // namespace scaispeak::http
