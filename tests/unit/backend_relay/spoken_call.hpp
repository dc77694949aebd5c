#pragma once

#include "unit/backend_relay/answering_relay.hpp"

#include <scaispeak/testing/recording_sink.hpp>

#include <backend-relay/speech_call.hpp>

#include <array>
#include <optional>

namespace scaispeak::tests {

/// How one call for `text` went, against a relay that answers so.
struct SpokenCall
{
    /// `wantedRate`: of MP3 that the caller takes as it is, in Hz; 0: none.
    SpokenCall(AnsweringRelay& relay, std::string_view text, relay::Format format,
               std::uint32_t wantedRate = 0)
    {
        testing::FakeHost fake;
        const Host host(&fake.table());
        const scs_call rawCall = fake.call();
        testing::CapturedError captured;
        const Call call(host, &rawCall, captured.raw());
        SynthesisRequest request;
        request.text = text;
        request.preferredSampleRate = wantedRate;
        const std::array<std::int32_t, 2> accept{SCS_ENCODING_PCM_S16, SCS_ENCODING_MP3};
        request.accept = {accept.data(), wantedRate == 0 ? std::size_t{1} : accept.size()};
        AudioSink sink(taken.raw());
        const relay::Settings settings = relay.settings();
        relay::Line line;
        relay::SpeechCall speech(settings, standing, line, call, request, sink);
        try {
            status = speech.run("alloy", format);
        }
        catch (const Error& failed) {
            status = failed.status();
            error = failed;
        }
        httpStatus = speech.httpStatus();
    }

    testing::RecordingSink taken;
    relay::Standing standing;
    Status status = Status::Internal;
    std::optional<Error> error;
    long httpStatus = 0;
};

}  // namespace scaispeak::tests
