#include "http/collected_answer.hpp"

#include "audio/crc32.hpp"
#include "audio/response_format.hpp"
#include "http/envelope.hpp"

#include <openssl/evp.h>

#include <utility>

namespace scaispeak::http {
namespace {

std::string base64(const std::string& bytes)
{
    // OpenSSL writes whole groups and a terminating zero.
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

std::string crc32(const std::string& bytes)
{
    audio::Crc32 crc;
    crc.add(std::as_bytes(std::span(bytes)));
    return crc.hex();
}

}  // namespace

CollectedAnswer::CollectedAnswer(std::shared_ptr<Call> call, const speak::UtteranceOrder& order)
    : _call(std::move(call)),
      _format(order.format),
      _sampleRate(order.sampleRate),
      _voiceId(order.voice.voiceId)
{}

void CollectedAnswer::begin(const std::shared_ptr<Call>& call, speak::SpeechService& speech,
                            speak::UtteranceOrder order)
{
    auto answer = std::make_shared<CollectedAnswer>(call, order);
    const speak::SpeechService::Collection collection = speech.openCollection(std::move(order), answer);
    answer->_audio = collection.audio;
    call->exchange->onDisconnect([weak = std::weak_ptr(collection.utterance)] {
        if (const auto utterance = weak.lock()) utterance->stop(core::StopReason::Cancelled);
    });
    if (auto work = collection.utterance->startHere()) call->exchange->thenRun(std::move(work));
}

void CollectedAnswer::ended(const speak::UtteranceSummary& summary, const core::Failure* failure)
{
    if (failure) return _call->answerFailure(*failure);
    const std::string body = _audio->takeBody();
    _call->answer(okResponseWith("audio_base64", base64(body), dataOf(summary, body), _call->requestId));
}

boost::json::object CollectedAnswer::dataOf(const speak::UtteranceSummary& summary,
                                            const std::string& body) const
{
    boost::json::object data;
    data["media_type"] = audio::mediaType(_format, _sampleRate);
    data["response_format"] = audio::word(_format);
    data["sample_rate"] = _sampleRate;
    data["channels"] = 1;
    data["duration_ms"] = summary.samples * 1000 / _sampleRate;
    data["audio_bytes"] = body.size();
    data["chars"] = summary.chars;
    data["voice_id"] = _voiceId;
    data["backend_used"] = summary.slot;
    data["fidelity"] = word(summary.fidelity);
    data["samples"] = summary.samples;
    data["crc32"] = crc32(body);
    data["saved_to"] = nullptr;
    return data;
}

}  // namespace scaispeak::http
