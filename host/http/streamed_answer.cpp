#include "http/streamed_answer.hpp"

#include "audio/response_format.hpp"

#include <utility>

namespace scaispeak::http {

StreamedAnswer::StreamedAnswer(std::shared_ptr<Call> call, const speak::UtteranceOrder& order)
    : _call(std::move(call)), _mediaType(audio::mediaType(order.format, order.sampleRate))
{}

void StreamedAnswer::begin(const std::shared_ptr<Call>& call, speak::SpeechService& speech,
                           speak::UtteranceOrder order)
{
    auto answer = std::make_shared<StreamedAnswer>(call, order);
    const speak::SpeechService::Stream stream = speech.openStream(std::move(order), answer);
    answer->_audio = stream.audio;
    answer->_utterance = stream.utterance;
    // Until the writer, which takes this over, listens itself.
    stream.audio->onReadable([weak = std::weak_ptr(answer)](core::Urgency) {
        if (const auto listening = weak.lock()) listening->readable();
    });
    call->exchange->onDisconnect([weak = std::weak_ptr(stream.utterance)] {
        if (const auto utterance = weak.lock()) utterance->stop(core::StopReason::Cancelled);
    });
    if (auto work = stream.utterance->startHere()) call->exchange->thenRun(std::move(work));
}

void StreamedAnswer::started(const std::string& slot)
{
    const std::lock_guard lock(_mutex);
    _slot = slot;
}

void StreamedAnswer::readable()
{
    {
        const std::lock_guard lock(_mutex);
        if (std::exchange(_answered, true)) return;
    }
    beginStream();
}

void StreamedAnswer::beginStream()
{
    StreamHead head;
    head.headers = {{"Content-Type", _mediaType},
                    {"X-Request-Id", _call->requestId},
                    {"X-Scaispeak-Backend", _slot},
                    {"Cache-Control", "no-store"},
                    // Proxies that would hold a clip back until it is whole.
                    {"X-Accel-Buffering", "no"}};
    head.trailerNames = "X-Scaispeak-Samples, X-Scaispeak-Crc32";
    _call->stream(std::move(head), shared_from_this());
}

void StreamedAnswer::ended(const speak::UtteranceSummary& summary, const core::Failure* failure)
{
    {
        const std::lock_guard lock(_mutex);
        _samples = summary.samples;
        if (std::exchange(_answered, true)) return;
        _slot = summary.slot;
    }
    if (failure)
        _call->answerFailure(*failure);
    else
        beginStream();
}

BodySource::Read StreamedAnswer::read(std::span<char> out)
{
    const speak::AudioBuffer::Taken taken = _audio->read(out);
    switch (taken.state) {
        case speak::AudioBuffer::State::More:
            return {taken.bytes, BodySource::State::More};
        case speak::AudioBuffer::State::Waiting:
            return {taken.bytes, BodySource::State::Waiting};
        case speak::AudioBuffer::State::End:
            return {taken.bytes, BodySource::State::End};
        case speak::AudioBuffer::State::Failed:
            break;
    }
    return {0, BodySource::State::Failed};
}

void StreamedAnswer::onReadable(Notify notify)
{
    _audio->onReadable(std::move(notify));
}

Headers StreamedAnswer::trailers()
{
    const std::lock_guard lock(_mutex);
    return {{"X-Scaispeak-Samples", std::to_string(_samples)}, {"X-Scaispeak-Crc32", _audio->crc32()}};
}

void StreamedAnswer::abandoned()
{
    stop(core::StopReason::Cancelled);
    _audio->abandon();
}

void StreamedAnswer::stop(core::StopReason why)
{
    if (const auto utterance = _utterance.lock()) utterance->stop(why);
}

}  // namespace scaispeak::http
