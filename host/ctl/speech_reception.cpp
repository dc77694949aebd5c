#include "ctl/speech_reception.hpp"

namespace scaispeak::ctl {
namespace {

constexpr int okStatus = 200;

std::string fieldOf(const HttpHead& head, const char* name)
{
    const auto found = head.fields.find(name);
    return found == head.fields.end() ? std::string() : found->second;
}

}  // namespace

SpeechReception::SpeechReception(AudioTarget& target, Progress& progress, core::ResponseFormat format,
                                 const std::string& url)
    : _target(target), _progress(progress), _format(format), _answer(url)
{}

void SpeechReception::head(const HttpHead& head)
{
    _head = head;
    _audio = head.status == okStatus && fieldOf(head, "content-type").starts_with("audio/");
}

void SpeechReception::body(std::span<const std::byte> bytes)
{
    if (!_audio) return _answer.add(bytes);
    _check.add(bytes);
    _target.write(bytes);
    _progress.at(_check.bytes());
}

SpokenClip SpeechReception::finish(const HeaderFields& trailers) const
{
    if (!_audio) {
        const ApiAnswer answer = _answer.read(_head.status);
        if (!answer.ok()) throw answer.failure();
        throw CommandFailure(ExitCode::StreamBroken,
                             "the answer is not audio; is this ScaiSpeak newer than scaispeakctl?")
            .withRequestId(answer.requestId());
    }
    try {
        return {_check.bytes(), _check.verify(trailers, _format), _check.crc32(),
                fieldOf(_head, "x-scaispeak-backend"), fieldOf(_head, "x-request-id")};
    }
    catch (CommandFailure& failure) {
        throw failure.withRequestId(fieldOf(_head, "x-request-id"));
    }
}

CommandFailure SpeechReception::cut(const std::string& reason) const
{
    return CommandFailure(ExitCode::StreamBroken,
                          "the audio was cut before its end (" + reason +
                              "); nothing is kept, speak again or look at the host's log")
        .withRequestId(fieldOf(_head, "x-request-id"));
}

}  // namespace scaispeak::ctl
