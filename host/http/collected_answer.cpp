#include "http/collected_answer.hpp"

#include "audio/crc32.hpp"
#include "audio/response_format.hpp"

#include <sodium.h>

#include <utility>

namespace scaispeak::http {
namespace {

std::string base64(const std::string& bytes)
{
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();  // the terminating zero
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
    : _call(std::move(call)), _format(order.format), _sampleRate(order.sampleRate), _voiceId(order.voice.voiceId)
{
}

void CollectedAnswer::begin(const std::shared_ptr<Call>& call, speak::SpeechService& speech, speak::UtteranceOrder order)
{
    auto answer = std::make_shared<CollectedAnswer>(call, order);
    const speak::SpeechService::Collection collection = speech.openCollection(std::move(order), answer);
    answer->_audio = collection.audio;
    call->exchange->onDisconnect([weak = std::weak_ptr(collection.utterance)] {
        if (const auto utterance = weak.lock()) utterance->stop(core::StopReason::Cancelled);
    });
    collection.utterance->start();
}

void CollectedAnswer::ended(const speak::UtteranceSummary& summary, const core::Failure* failure)
{
    if (failure) return _call->answerFailure(*failure);
    const std::string body = _audio->takeBody();
    _call->answerOk(dataOf(summary, body));
}

boost::json::object CollectedAnswer::dataOf(const speak::UtteranceSummary& summary, const std::string& body) const
{
    boost::json::object data;
    data["audio_base64"] = base64(body);
    data["media_type"] = audio::mediaType(_format, _sampleRate);
    data["response_format"] = audio::word(_format);
    data["sample_rate"] = _sampleRate;
    data["channels"] = 1;
    data["duration_ms"] = summary.samples * 1000 / _sampleRate;
    data["audio_bytes"] = body.size();
    data["chars"] = summary.chars;
    data["voice_id"] = _voiceId;
    data["backend_used"] = summary.slot;
    data["fidelity"] = "exact";
    data["samples"] = summary.samples;
    data["crc32"] = crc32(body);
    data["saved_to"] = nullptr;
    return data;
}

}  // namespace scaispeak::http
