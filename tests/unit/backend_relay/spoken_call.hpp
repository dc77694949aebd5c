#pragma once

#include "unit/backend_relay/answering_relay.hpp"

#include <scaispeak/testing/recording_sink.hpp>

#include <backend-relay/speech_call.hpp>

#include <optional>

namespace scaispeak::tests {

/// How one call for `text` went, against a relay that answers so.
struct SpokenCall
{
    SpokenCall(AnsweringRelay& relay, std::string_view text, relay::Format format)
    {
        testing::FakeHost fake;
        const Host host(&fake.table());
        const scs_call rawCall = fake.call();
        testing::CapturedError captured;
        const Call call(host, &rawCall, captured.raw());
        SynthesisRequest request;
        request.text = text;
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
