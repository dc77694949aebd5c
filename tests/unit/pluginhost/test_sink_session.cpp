#include "backend_fixture.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <cfenv>
#include <thread>

namespace {

using namespace scaispeak;
using namespace scaispeak::pluginhost;
using core::SynthesisStatus;

class TestSinkSession : public BackendFixture
{
    CPPUNIT_TEST_SUITE(TestSinkSession);
    CPPUNIT_TEST(sink_stopIsKeptAndBeatsAnOk);
    CPPUNIT_TEST(sink_tellsOfACancellationThatTheTakerDoesNotKnow);
    CPPUNIT_TEST(sink_exceptionStaysOnTheHostsSide);
    CPPUNIT_TEST(sink_brokenRuleFailsTheCall);
    CPPUNIT_TEST(sink_ofAPartOfAFrameFailsTheCall);
    CPPUNIT_TEST(sink_framesMayBeCutAnywhere);
    CPPUNIT_TEST(sink_audioWithoutEndFailsTheCall);
    CPPUNIT_TEST(sink_takesEncodedBytesThatWereAccepted);
    CPPUNIT_TEST(sink_encodedBytesWithoutEndFailTheCall);
    CPPUNIT_TEST(sink_runsInThePlainFloatMode);
    CPPUNIT_TEST(sink_fromAnotherThreadIsClosed);
    CPPUNIT_TEST(sink_afterTheCallIsClosedAndToldOf);
    CPPUNIT_TEST(events_arePassedOn);
    CPPUNIT_TEST(events_ofALaterVersionAreIgnored);
    CPPUNIT_TEST_SUITE_END();

    void sink_stopIsKeptAndBeatsAnOk()
    {
        _sink.stopAt = 2;
        _sink.stopWith = core::StopReason::Closed;
        const auto outcome = speak([this](const scs_call* call, const scs_synthesis_request*,
                                          const scs_audio_sink* sink, scs_synthesis_result*, scs_error*) {
            begin(*sink);
            CPPUNIT_ASSERT_EQUAL(SCS_OK, sink->write(sink->ctx, silence.data(), 2));
            for (int count = 0; count < 3; ++count)
                CPPUNIT_ASSERT_EQUAL(SCS_CLOSED, sink->write(sink->ctx, silence.data(), 2));
            CPPUNIT_ASSERT_EQUAL(SCS_CLOSED, _plugin.host->call_status(_plugin.host->ctx, call));
            return SCS_OK;
        });
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Closed);
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, _sink.writes);
    }

    void sink_tellsOfACancellationThatTheTakerDoesNotKnow()
    {
        const auto outcome = push([this](const scs_audio_sink& sink) {
            begin(sink);
            _cancellation.stop(core::StopReason::Cancelled);
            CPPUNIT_ASSERT_EQUAL(SCS_CANCELLED, sink.write(sink.ctx, silence.data(), 2));
        });
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Cancelled);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, _sink.writes);
    }

    void sink_exceptionStaysOnTheHostsSide()
    {
        _sink.throws = true;
        const auto outcome = push([](const scs_audio_sink& sink) {
            begin(sink);
            CPPUNIT_ASSERT_EQUAL(SCS_CLOSED, sink.write(sink.ctx, silence.data(), 2));
        });
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Failed);
        CPPUNIT_ASSERT_EQUAL(std::string("the taker of the audio failed: the disk is full"),
                             outcome.internalMessage);
    }

    void broken(const char* rule, std::function<scs_status(const scs_audio_sink&)> work)
    {
        const auto outcome = push([&](const scs_audio_sink& sink) {
            CPPUNIT_ASSERT_EQUAL_MESSAGE(rule, SCS_CLOSED, work(sink));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(rule, SCS_CLOSED, sink.write(sink.ctx, silence.data(), 2));
        });
        CPPUNIT_ASSERT_MESSAGE(rule, outcome.status == SynthesisStatus::Failed);
        CPPUNIT_ASSERT_EQUAL(std::string("the plugin used its sink against the rules: ") + rule,
                             outcome.internalMessage);
        CPPUNIT_ASSERT_MESSAGE(rule, _host.logger.has(std::string("fault=sink_misused detail=") + rule));
    }

    static scs_status beginAs(const scs_audio_sink& sink, std::int32_t encoding, std::uint32_t rate,
                              std::uint32_t channels)
    {
        return sink.begin(sink.ctx, encoding, rate, channels);
    }

    void sink_brokenRuleFailsTheCall()
    {
        broken("write before begin", [](auto& sink) { return sink.write(sink.ctx, silence.data(), 2); });
        broken("begin twice", [](auto& sink) {
            begin(sink);
            return beginAs(sink, SCS_ENCODING_PCM_S16, 24'000, 1);
        });
        broken("write of NULL", [](auto& sink) {
            begin(sink);
            return sink.write(sink.ctx, nullptr, 2);
        });
        for (const std::int32_t encoding : {0, -1, SCS_ENCODING_MP3, 99})
            broken("begin with an encoding that was not accepted",
                   [encoding](auto& sink) { return beginAs(sink, encoding, 24'000, 1); });
        for (const std::uint32_t rate : {0U, 7'999U, 192'001U})
            broken("begin with a sample rate outside 8000 to 192000",
                   [rate](auto& sink) { return beginAs(sink, SCS_ENCODING_PCM_S16, rate, 1); });
        for (const std::uint32_t channels : {0U, 9U})
            broken("begin with other than 1 to 8 channels",
                   [channels](auto& sink) { return beginAs(sink, SCS_ENCODING_PCM_S16, 24'000, channels); });
        broken("event that is NULL or of a wrong size",
               [](auto& sink) { return sink.event(sink.ctx, nullptr); });
        broken("event outside the text", [](auto& sink) {
            const scs_speech_event event = word(4, 2);
            return sink.event(sink.ctx, &event);
        });
    }

    void sink_ofAPartOfAFrameFailsTheCall()
    {
        const auto outcome = push([](const scs_audio_sink& sink) {
            beginAs(sink, SCS_ENCODING_PCM_S16, 24'000, 2);
            sink.write(sink.ctx, silence.data(), 6);
        });
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Failed);
        CPPUNIT_ASSERT_EQUAL(std::string("the plugin's audio ends within a frame"), outcome.internalMessage);
    }

    void sink_framesMayBeCutAnywhere()
    {
        const auto outcome = push([](const scs_audio_sink& sink) {
            beginAs(sink, SCS_ENCODING_PCM_F32, 48'000, 1);
            for (const std::uint64_t size : {1, 0, 2, 5})
                sink.write(sink.ctx, silence.data(), size);
        });
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Ok);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, outcome.frames);
    }

    void sink_audioWithoutEndFailsTheCall()
    {
        // 600 s and 10 s a byte of "Hello"; the taker of this test reads none of it.
        constexpr std::uint64_t most = 650ULL * 24'000 * 2;
        broken("more audio than the text can be", [](auto& sink) {
            begin(sink);
            CPPUNIT_ASSERT_EQUAL(SCS_OK, sink.write(sink.ctx, silence.data(), most));
            return sink.write(sink.ctx, silence.data(), 2);
        });
    }

    void sink_takesEncodedBytesThatWereAccepted()
    {
        _accept.push_back(core::Encoding::Mp3);
        const auto outcome = push([](const scs_audio_sink& sink) {
            CPPUNIT_ASSERT_EQUAL(SCS_OK, beginAs(sink, SCS_ENCODING_MP3, 24'000, 1));
            CPPUNIT_ASSERT_EQUAL(SCS_OK, sink.write(sink.ctx, silence.data(), 3));
        });
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Ok);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, outcome.frames);
    }

    void sink_encodedBytesWithoutEndFailTheCall()
    {
        _accept.push_back(core::Encoding::Mp3);
        constexpr std::uint64_t most = 650ULL * 64'000;
        broken("more audio than the text can be", [](auto& sink) {
            CPPUNIT_ASSERT_EQUAL(SCS_OK, beginAs(sink, SCS_ENCODING_MP3, 24'000, 1));
            CPPUNIT_ASSERT_EQUAL(SCS_OK, sink.write(sink.ctx, silence.data(), most));
            return sink.write(sink.ctx, silence.data(), 1);
        });
    }

    void sink_runsInThePlainFloatMode()
    {
        int roundingOfTheHost = -1;
        _sink.atWrite = [&] { roundingOfTheHost = std::fegetround(); };
        push([](const scs_audio_sink& sink) {
            begin(sink);
            std::fesetround(FE_DOWNWARD);
            sink.write(sink.ctx, silence.data(), 2);
            CPPUNIT_ASSERT_EQUAL(FE_DOWNWARD, std::fegetround());
        });
        CPPUNIT_ASSERT_EQUAL(FE_TONEAREST, roundingOfTheHost);
        CPPUNIT_ASSERT_EQUAL(FE_TONEAREST, std::fegetround());
        CPPUNIT_ASSERT(_host.logger.has("fault=floating_point_mode_changed"));
    }

    void sink_fromAnotherThreadIsClosed()
    {
        const auto outcome = push([](const scs_audio_sink& sink) {
            begin(sink);
            std::thread([&] {
                CPPUNIT_ASSERT_EQUAL(SCS_CLOSED, sink.write(sink.ctx, silence.data(), 2));
            }).join();
        });
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Failed);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, _sink.writes);
        CPPUNIT_ASSERT(_host.logger.has("fault=used_from_another_thread"));
    }

    void sink_afterTheCallIsClosedAndToldOf()
    {
        scs_audio_sink kept = {};
        _plugin.synthesize = [&](const scs_call*, const scs_synthesis_request*, const scs_audio_sink* sink,
                                 auto...) {
            begin(*sink);
            kept = *sink;
            return SCS_OK;
        };
        const auto made = backend();
        made->synthesize(request(), _sink, _cancellation);
        CPPUNIT_ASSERT_EQUAL(SCS_CLOSED, kept.write(kept.ctx, silence.data(), 2));
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, _sink.writes);
        // The next call of somebody else is neither reached nor blamed.
        fakes::Sink other;
        _plugin.synthesize = [&](auto...) {
            CPPUNIT_ASSERT_EQUAL(SCS_CLOSED, kept.begin(kept.ctx, SCS_ENCODING_PCM_S16, 24'000, 1));
            return SCS_OK;
        };
        CPPUNIT_ASSERT(made->synthesize(request(), other, _cancellation).status == SynthesisStatus::Ok);
        CPPUNIT_ASSERT(_host.logger.has("fault=used_after_call detail=2 times"));
    }

    static scs_speech_event word(std::uint64_t offset, std::uint64_t length)
    {
        scs_speech_event event = {};
        event.struct_size = sizeof event;
        event.kind = SCS_EVENT_WORD;
        event.text_offset = offset;
        event.text_length = length;
        event.frame = 12;
        return event;
    }

    void events_arePassedOn()
    {
        push([](const scs_audio_sink& sink) {
            const scs_speech_event event = word(1, 4);
            CPPUNIT_ASSERT_EQUAL(SCS_OK, sink.event(sink.ctx, &event));
        });
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, _sink.events.size());
        CPPUNIT_ASSERT(_sink.events[0].textOffset == 1 && _sink.events[0].textLength == 4 &&
                       _sink.events[0].frame == 12);
    }

    void events_ofALaterVersionAreIgnored()
    {
        const auto outcome = push([](const scs_audio_sink& sink) {
            scs_speech_event event = word(1, 4);
            event.kind = 77;
            CPPUNIT_ASSERT_EQUAL(SCS_OK, sink.event(sink.ctx, &event));
        });
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Ok && _sink.events.empty());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSinkSession);

}  // namespace
