#include "unit/speak/utterance_fixture.hpp"

#include <thread>

namespace {

using namespace scaispeak;
using namespace scaispeak::speak;
using core::SynthesisStatus;
using tests::outcome;
using tests::says;
using tests::Waiting;

/// How an utterance comes to its end before its text does.
class TestUtteranceStop : public tests::UtteranceFixture
{
    CPPUNIT_TEST_SUITE(TestUtteranceStop);
    CPPUNIT_TEST(cancel_tellsTheEngineAndEndsTheOutput);
    CPPUNIT_TEST(cancel_isCountedAsOrphanedWhateverTheEngineSeesFirst);
    CPPUNIT_TEST(cancel_whileItWaitsNeverCallsTheEngine);
    CPPUNIT_TEST(timeout_ofTheFirstAudioGoesToTheNextCandidate);
    CPPUNIT_TEST(timeout_lateAudioOfAnOldAttemptIsRefused);
    CPPUNIT_TEST(admission_endsAfterItsWait);
    CPPUNIT_TEST(laterTurn_thatNeverComesEndsIt);
    CPPUNIT_TEST_SUITE_END();

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

    void cancel_isCountedAsOrphanedWhateverTheEngineSeesFirst()
    {
        // The engine writes on, and comes to its end while the listener is still being told. It is not so
        // fast that the buffer is full before this thread has its turn: there it would wait for the listener.
        addSlot("A", {[](const auto&, core::AudioSink& sink, const core::Cancellation&) {
                    sink.begin({core::Encoding::PcmS16, 24000, 1});
                    const std::vector<std::int16_t> audio(480, 1);
                    while (sink.write(std::as_bytes(std::span(audio))) == core::StopReason::None)
                        std::this_thread::sleep_for(std::chrono::milliseconds(1));
                    return outcome(SynthesisStatus::Closed);
                }});
        class Slow : public Waiting
        {
        public:
            explicit Slow(tests::QuietMetrics& metrics) : _metrics(metrics) {}
            void started(const std::string& slot) override
            {
                Waiting::started(slot);
                speaking.set_value();
            }
            void ended(const UtteranceSummary& given, const core::Failure* why) override
            {
                const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
                while (!orphaned && std::chrono::steady_clock::now() < until)
                    orphaned = _metrics.value("scaispeak_engine_orphaned_seconds_total") > 0;
                Waiting::ended(given, why);
            }
            std::promise<void> speaking;
            bool orphaned = false;

        private:
            tests::QuietMetrics& _metrics;
        };
        const auto listener = std::make_shared<Slow>(_metrics);
        const SpeechService::Stream stream = service().openStream(order("Hello."), listener);
        stream.utterance->start();
        listener->speaking.get_future().wait();
        stream.utterance->stop(core::StopReason::Cancelled);
        listener->wait();
        CPPUNIT_ASSERT(listener->orphaned);
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

    void laterTurn_thatNeverComesEndsIt()
    {
        _options.timeouts.admissionWait = _options.timeouts.laterTurn = std::chrono::milliseconds(300);
        std::promise<void> queued;
        std::promise<void> go;
        addSlot("A",
                {[&](const auto& request, core::AudioSink& sink, const auto& cancellation) {
                     queued.get_future().wait();
                     return says(10, 1)(request, sink, cancellation);
                 },
                 [&](const auto&, core::AudioSink&, const auto&) {
                     go.get_future().wait();
                     return outcome(SynthesisStatus::Ok);
                 }},
                1);
        const auto listener = std::make_shared<Waiting>();
        const SpeechService::Stream stream = service().openStream(order("One. Two."), listener);
        stream.utterance->start();
        // It takes the only thread between the two segments, and keeps it.
        const auto deaf = service().openStream(order("Three."), std::make_shared<Waiting>());
        deaf.utterance->start();
        queued.set_value();
        listener->wait();
        CPPUNIT_ASSERT(listener->summary.outcome == UtteranceSummary::Outcome::Failed);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{4}, listener->summary.chars);
        go.set_value();
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestUtteranceStop);

}  // namespace
