#include "speak/speech_service.hpp"
#include "support/quiet_logger.hpp"
#include "support/quiet_metrics.hpp"
#include "unit/speak/scripted_backend.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <future>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace scaispeak;
using namespace scaispeak::speak;
using core::SynthesisStatus;
using tests::fails;
using tests::outcome;
using tests::says;
using tests::ScriptedBackend;

class Waiting : public UtteranceListener
{
public:
    void started(const std::string& slot) override { startedBy = slot; }
    void ended(const UtteranceSummary& given, const core::Failure* why) override
    {
        summary = given;
        if (why) failure = *why;
        _done.set_value();
    }
    void wait() { _done.get_future().wait(); }

    std::string startedBy;
    UtteranceSummary summary;
    std::optional<core::Failure> failure;

private:
    std::promise<void> _done;
};

class TestUtterance : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestUtterance);
    CPPUNIT_TEST(segments_followEachOtherWithoutLoss);
    CPPUNIT_TEST(failure_beforeTheFirstSampleGoesToTheNextCandidate);
    CPPUNIT_TEST(failure_ofAllCandidatesNamesEachSlot);
    CPPUNIT_TEST(failure_inTheMiddleIsNeverMadeByAnotherSlot);
    CPPUNIT_TEST(failure_ofALaterSegmentWithoutSampleIsMadeAgainOnce);
    CPPUNIT_TEST(cancel_tellsTheEngineAndEndsTheOutput);
    CPPUNIT_TEST(cancel_whileItWaitsNeverCallsTheEngine);
    CPPUNIT_TEST(timeout_ofTheFirstAudioGoesToTheNextCandidate);
    CPPUNIT_TEST(timeout_lateAudioOfAnOldAttemptIsRefused);
    CPPUNIT_TEST(admission_endsAfterItsWait);
    CPPUNIT_TEST(engineThatLies_isAFailure);
    CPPUNIT_TEST(silentText_isAudioWithoutSamples);
    CPPUNIT_TEST(fullBuffer_holdsBackTheNextSegment);
    CPPUNIT_TEST(waitingForRoom_isEndedEvenIfNobodyElseHoldsIt);
    CPPUNIT_TEST(notReadyVoice_isRefused);
    CPPUNIT_TEST(log_neverHasTheText);
    CPPUNIT_TEST_SUITE_END();

    tests::QuietLogger _logger;
    tests::QuietMetrics _metrics;
    std::vector<std::shared_ptr<const Slot>> _slots;
    SpeechService::Options _options;
    std::unique_ptr<SpeechService> _service;

public:
    void tearDown() override
    {
        if (_service) CPPUNIT_ASSERT(_service->stop(std::chrono::seconds(20)));
    }

private:
    std::shared_ptr<ScriptedBackend> addSlot(const std::string& name,
                                             std::vector<ScriptedBackend::Script> scripts,
                                             unsigned threads = 4)
    {
        auto backend = std::make_shared<ScriptedBackend>("e", std::move(scripts));
        auto slot = std::make_shared<Slot>();
        slot->name = name;
        slot->backend = backend;
        slot->pool = std::make_shared<EnginePool>(threads, 100);
        _slots.push_back(slot);
        return backend;
    }

    SpeechService& service()
    {
        if (!_service) _service = std::make_unique<SpeechService>(_slots, _options, _metrics, _logger);
        return *_service;
    }

    static UtteranceOrder order(std::string text, std::string id = "req_1")
    {
        UtteranceOrder result;
        result.requestId = std::move(id);
        result.tenantId = "tnt_a";
        result.voice.engine = "e";
        result.voice.kind = core::VoiceKind::Preset;
        result.text = std::move(text);
        result.format = core::ResponseFormat::Pcm;
        result.sampleRate = 24000;
        return result;
    }

    struct Collected
    {
        std::shared_ptr<Waiting> listener = std::make_shared<Waiting>();
        SpeechService::Collection collection;
        std::string body() { return collection.audio->takeBody(); }
    };

    Collected collect(UtteranceOrder wanted)
    {
        Collected result;
        result.collection = service().openCollection(std::move(wanted), result.listener);
        result.collection.utterance->start();
        result.listener->wait();
        return result;
    }

    void segments_followEachOtherWithoutLoss()
    {
        const auto backend = addSlot("A", {says(2'400, 1), says(4'801, 2), says(7, 3)});
        Collected heard = collect(order("One. Two. Three."));
        CPPUNIT_ASSERT(!heard.listener->failure);
        CPPUNIT_ASSERT_EQUAL(std::string("A"), heard.listener->startedBy);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{7'208}, heard.listener->summary.samples);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{14}, heard.listener->summary.chars);
        const std::string body = heard.body();
        CPPUNIT_ASSERT_EQUAL(std::size_t{7'208 * 2}, body.size());
        CPPUNIT_ASSERT_EQUAL(char{1}, body[0]);
        CPPUNIT_ASSERT_EQUAL(char{2}, body[4'800]);
        CPPUNIT_ASSERT_EQUAL(char{3}, body[body.size() - 2]);
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, backend->calls());
    }

    void failure_beforeTheFirstSampleGoesToTheNextCandidate()
    {
        addSlot("A", {fails(SynthesisStatus::Unavailable)});
        addSlot("B", {says(10, 4)});
        Collected heard = collect(order("Hello."));
        CPPUNIT_ASSERT(!heard.listener->failure);
        CPPUNIT_ASSERT_EQUAL(std::string("B"), heard.listener->summary.slot);
    }

    void failure_ofAllCandidatesNamesEachSlot()
    {
        addSlot("A", {fails(SynthesisStatus::Unavailable, "circuit_open")});
        addSlot("B", {fails(SynthesisStatus::Unsupported)});
        const Collected heard = collect(order("Hello."));
        CPPUNIT_ASSERT(heard.listener->failure->code() == core::ErrorCode::BackendUnavailable);
        CPPUNIT_ASSERT_EQUAL(std::string("circuit_open"), heard.listener->failure->details().at(0).code);
        CPPUNIT_ASSERT_EQUAL(std::string("voice_not_supported"),
                             heard.listener->failure->details().at(1).code);
        CPPUNIT_ASSERT(heard.listener->startedBy.empty());
    }

    void failure_inTheMiddleIsNeverMadeByAnotherSlot()
    {
        addSlot("A", {[](const auto&, core::AudioSink& sink, const auto&) {
                    says(10, 1)({}, sink, core::Cancellation());
                    return outcome(SynthesisStatus::Failed);
                }});
        const auto other = addSlot("B", {says(10, 4)});
        const Collected heard = collect(order("Hello."));
        CPPUNIT_ASSERT(heard.listener->failure->code() == core::ErrorCode::BackendError);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, other->calls());
        CPPUNIT_ASSERT_EQUAL(std::string("A"), heard.listener->startedBy);
    }

    void failure_ofALaterSegmentWithoutSampleIsMadeAgainOnce()
    {
        const auto backend = addSlot("A", {says(10, 1), fails(SynthesisStatus::Failed), says(10, 2)});
        Collected heard = collect(order("One. Two."));
        CPPUNIT_ASSERT(!heard.listener->failure);
        CPPUNIT_ASSERT_EQUAL(std::size_t{40}, heard.body().size());
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, backend->calls());

        const auto broken = addSlot("B", {says(10, 1), fails(SynthesisStatus::Failed)});
        _service.reset();
        _options.policy = {{"B"}, "B"};
        const Collected cut = collect(order("One. Two."));
        CPPUNIT_ASSERT(cut.listener->failure->code() == core::ErrorCode::BackendError);
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, broken->calls());
    }

    void cancel_tellsTheEngineAndEndsTheOutput()
    {
        std::promise<void> speaking;
        const auto backend = addSlot(
            "A", {[&](const auto&, core::AudioSink& sink, const core::Cancellation& cancellation) {
                sink.begin({core::Encoding::PcmS16, 24000, 1});
                const std::vector<std::int16_t> audio(480, 1);
                sink.write(std::as_bytes(std::span(audio)));
                speaking.set_value();
                while (!cancellation.stopped())
                    std::this_thread::yield();
                CPPUNIT_ASSERT(sink.write(std::as_bytes(std::span(audio))) == core::StopReason::Cancelled);
                return outcome(SynthesisStatus::Cancelled);
            }});
        const auto listener = std::make_shared<Waiting>();
        const SpeechService::Stream stream = service().openStream(order("Hello."), listener);
        stream.utterance->start();
        speaking.get_future().wait();
        stream.utterance->stop(core::StopReason::Cancelled);
        listener->wait();
        CPPUNIT_ASSERT(listener->summary.outcome == UtteranceSummary::Outcome::Cancelled);
        CPPUNIT_ASSERT_EQUAL(1, backend->cancelled.load());
        stream.audio->abandon();
        char out[16];
        CPPUNIT_ASSERT(stream.audio->read(out).state == AudioBuffer::State::Failed);
    }

    void cancel_whileItWaitsNeverCallsTheEngine()
    {
        std::promise<void> go;
        std::shared_future<void> gate = go.get_future().share();
        std::promise<void> running;
        const auto backend = addSlot("A",
                                     {[&](const auto&, core::AudioSink&, const auto&) {
                                          running.set_value();
                                          gate.wait();
                                          return outcome(SynthesisStatus::Ok);
                                      },
                                      says(10, 1)},
                                     1);
        const auto first = std::make_shared<Waiting>();
        const auto second = std::make_shared<Waiting>();
        const auto busy = service().openStream(order("One."), first);
        busy.utterance->start();
        running.get_future().wait();
        const auto waiting = service().openStream(order("Two."), second);
        waiting.utterance->start();
        waiting.utterance->stop(core::StopReason::Cancelled);
        second->wait();
        go.set_value();
        first->wait();
        CPPUNIT_ASSERT(_service->stop(std::chrono::seconds(20)));
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, backend->calls());
    }

    void timeout_ofTheFirstAudioGoesToTheNextCandidate()
    {
        _options.timeouts.firstAudio = std::chrono::milliseconds(1);
        addSlot("A", {[](const auto&, core::AudioSink&, const core::Cancellation& cancellation) {
                    while (!cancellation.stopped())
                        std::this_thread::yield();
                    return outcome(SynthesisStatus::Deadline);
                }});
        addSlot("B", {says(10, 4)});
        const Collected heard = collect(order("Hello."));
        CPPUNIT_ASSERT_EQUAL(std::string("B"), heard.listener->summary.slot);
    }

    void timeout_lateAudioOfAnOldAttemptIsRefused()
    {
        _options.timeouts.firstAudio = std::chrono::milliseconds(1);
        std::promise<core::StopReason> late;
        addSlot("A", {[&](const auto&, core::AudioSink& sink, const core::Cancellation& cancellation) {
                    while (!cancellation.stopped())
                        std::this_thread::yield();
                    sink.begin({core::Encoding::PcmS16, 24000, 1});
                    const std::vector<std::int16_t> audio(480, 9);
                    late.set_value(sink.write(std::as_bytes(std::span(audio))));
                    return outcome(SynthesisStatus::Ok);
                }});
        const Collected heard = collect(order("Hello."));
        CPPUNIT_ASSERT(heard.listener->failure->code() == core::ErrorCode::BackendTimeout);
        CPPUNIT_ASSERT(late.get_future().get() == core::StopReason::Deadline);
    }

    void admission_endsAfterItsWait()
    {
        _options.timeouts.admissionWait = std::chrono::milliseconds(1);
        std::promise<void> go;
        std::shared_future<void> gate = go.get_future().share();
        addSlot("A", {[gate](const auto&, core::AudioSink&, const auto&) {
                    gate.wait();
                    return outcome(SynthesisStatus::Ok);
                }},
                1);
        const auto busy = service().openStream(order("One."), std::make_shared<Waiting>());
        busy.utterance->start();
        const Collected refused = collect(order("Two."));
        CPPUNIT_ASSERT(refused.listener->failure->code() == core::ErrorCode::Overloaded);
        CPPUNIT_ASSERT(refused.listener->failure->retryAfterSeconds().has_value());
        go.set_value();
    }

    void engineThatLies_isAFailure()
    {
        const std::vector<ScriptedBackend::Script> lies{
            [](const auto&, core::AudioSink& sink, const auto&) {
                sink.begin({core::Encoding::PcmS16, 24000, 1});
                const std::byte odd[3]{};
                sink.write(odd);
                return outcome(SynthesisStatus::Ok);
            },
            [](const auto&, core::AudioSink& sink, const auto&) {
                sink.begin({core::Encoding::PcmF32, 24000, 1});
                const float bad[2]{0.1F, std::numeric_limits<float>::quiet_NaN()};
                CPPUNIT_ASSERT(sink.write(std::as_bytes(std::span(bad))) == core::StopReason::Closed);
                return outcome(SynthesisStatus::Ok);
            }};
        addSlot("A", lies);
        for (std::size_t lie = 0; lie < lies.size(); ++lie)
            CPPUNIT_ASSERT(collect(order("Hello.")).listener->failure->code() ==
                           core::ErrorCode::BackendError);
    }

    void silentText_isAudioWithoutSamples()
    {
        addSlot("A", {fails(SynthesisStatus::Ok)});
        UtteranceOrder wanted = order("  ");
        wanted.format = core::ResponseFormat::Wav;
        Collected heard = collect(wanted);
        CPPUNIT_ASSERT(!heard.listener->failure);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, heard.listener->summary.samples);
        CPPUNIT_ASSERT_EQUAL(std::size_t{44}, heard.body().size());
    }

    void fullBuffer_holdsBackTheNextSegment()
    {
        // 50 s for each of 3 segments: the buffer takes one, and the next waits for the listener.
        const auto backend = addSlot("A", {says(50 * 24'000, 1)});
        const std::string sentence = std::string(380, 'a') + ". ";
        const auto listener = std::make_shared<Waiting>();
        const SpeechService::Stream stream =
            service().openStream(order(sentence + "B" + sentence + "B" + sentence), listener);
        stream.utterance->start();
        std::size_t total = 0;
        std::vector<char> out(64 * 1024);
        AudioBuffer::Taken taken;
        std::size_t mostAhead = 0;
        while (taken.state != AudioBuffer::State::End) {
            taken = stream.audio->read(out);
            total += taken.bytes;
            mostAhead = std::max(
                mostAhead, stream.audio->bytesWritten() - std::min(stream.audio->bytesWritten(), total));
            if (taken.state == AudioBuffer::State::Waiting) std::this_thread::yield();
        }
        listener->wait();
        CPPUNIT_ASSERT_EQUAL(std::size_t{3 * 50 * 24'000 * 2}, total);
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, backend->calls());
        CPPUNIT_ASSERT(mostAhead <= 61 * 48'000 + 64 * 1024);
    }

    void waitingForRoom_isEndedEvenIfNobodyElseHoldsIt()
    {
        // No budget at all: the first segment never finds room.
        _options.bufferTotalBytes = 4;
        _options.timeouts.admissionWait = std::chrono::milliseconds(1);
        addSlot("A", {says(10, 1)});
        const auto listener = std::make_shared<Waiting>();
        service().openStream(order("Hello."), listener).utterance->start();
        listener->wait();
        CPPUNIT_ASSERT(listener->failure->code() == core::ErrorCode::Overloaded);
    }

    void notReadyVoice_isRefused()
    {
        addSlot("A", {says(1, 1)});
        UtteranceOrder wanted = order("Hello.");
        wanted.voice.embeddingStatus = core::EmbeddingStatus::Failed;
        try {
            service().openCollection(wanted, std::make_shared<Waiting>());
            CPPUNIT_FAIL("it was taken");
        }
        catch (const core::Failure& failure) {
            CPPUNIT_ASSERT(failure.code() == core::ErrorCode::VoiceNotReady);
        }
    }

    void log_neverHasTheText()
    {
        addSlot("A", {fails(SynthesisStatus::Failed)});
        collect(order("The secret word is xylophone."));
        CPPUNIT_ASSERT(!_logger.events().empty());
        CPPUNIT_ASSERT(!_logger.mentions("xylophone"));
        CPPUNIT_ASSERT_EQUAL(1.0, _metrics.value("scaispeak_utterances_total", {{"outcome", "failed"}}));
        CPPUNIT_ASSERT_EQUAL(0.0, _metrics.value("scaispeak_utterances_active"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestUtterance);

}  // namespace
