#pragma once

#include "core/audio_format.hpp"
#include "ctl/answer_body.hpp"
#include "ctl/audio_target.hpp"
#include "ctl/http_message.hpp"
#include "ctl/progress.hpp"
#include "ctl/stream_check.hpp"

#include <cstdint>
#include <string>

namespace scaispeak::ctl {

/// What a clip that came whole is.
struct SpokenClip
{
    std::uint64_t bytes = 0;
    std::uint64_t samples = 0;
    std::string crc32;
    std::string backend;
    std::string requestId;
};

/// Takes the answer to POST /speak: audio goes on to the target as it comes, an error is collected.
class SpeechReception : public HttpReceiver
{
public:
    SpeechReception(AudioTarget& target, Progress& progress, core::ResponseFormat format,
                    const std::string& url);

    void head(const HttpHead& head) override;
    void body(std::span<const std::byte> bytes) override;

    /// Audio was promised: what goes wrong from now on leaves it incomplete.
    bool begun() const noexcept { return _audio; }

    /// Throws CommandFailure: the API's error, or StreamBroken.
    SpokenClip finish(const HeaderFields& trailers) const;

    /// What to report when the connection ended within the audio.
    CommandFailure cut(const std::string& reason) const;

private:
    AudioTarget& _target;
    Progress& _progress;
    const core::ResponseFormat _format;
    HttpHead _head;
    bool _audio = false;
    StreamCheck _check;
    AnswerBody _answer;
};

}  // namespace scaispeak::ctl
