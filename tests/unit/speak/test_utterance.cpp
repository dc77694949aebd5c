#include "unit/speak/utterance_fixture.hpp"

#include <algorithm>
#include <limits>
#include <thread>

namespace {

using namespace scaispeak;
using namespace scaispeak::speak;
using core::SynthesisStatus;
using tests::fails;
using tests::outcome;
using tests::says;
using tests::ScriptedBackend;
using tests::Waiting;

class TestUtterance : public tests::UtteranceFixture
{
    CPPUNIT_TEST_SUITE(TestUtterance);
    CPPUNIT_TEST(segments_followEachOtherWithoutLoss);
    CPPUNIT_TEST(failure_beforeTheFirstSampleGoesToTheNextCandidate);
    CPPUNIT_TEST(failure_ofAllCandidatesNamesEachSlot);
    CPPUNIT_TEST(failure_inTheMiddleIsNeverMadeByAnotherSlot);
    CPPUNIT_TEST(failure_ofALaterSegmentWithoutSampleIsMadeAgainOnce);
    CPPUNIT_TEST(engineThatLies_isAFailure);
    CPPUNIT_TEST(silentText_isAudioWithoutSamples);
    CPPUNIT_TEST(fullBuffer_holdsBackTheNextSegment);
    CPPUNIT_TEST(waitingForRoom_isEndedEvenIfNobodyElseHoldsIt);
    CPPUNIT_TEST(notReadyVoice_isRefused);
    CPPUNIT_TEST(log_neverHasTheText);
    CPPUNIT_TEST_SUITE_END();

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
        renew();
        _policies.policy = {{"B"}, "B"};
        const Collected cut = collect(order("One. Two."));
        CPPUNIT_ASSERT(cut.listener->failure->code() == core::ErrorCode::BackendError);
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, broken->calls());
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
        CPPUNIT_ASSERT_EQUAL(
            1.0, _metrics.value("scaispeak_utterances_total", {{"outcome", "failed"}, {"slot", "none"}}));
        CPPUNIT_ASSERT_EQUAL(0.0, _metrics.value("scaispeak_utterances_active"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestUtterance);

}  // namespace
