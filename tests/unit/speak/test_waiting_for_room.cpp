#include "speak/speech_service.hpp"
#include "support/fixed_policies.hpp"
#include "support/quiet_logger.hpp"
#include "support/quiet_metrics.hpp"
#include "unit/speak/scripted_backend.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace scaispeak;
using namespace scaispeak::speak;
using tests::says;
using tests::ScriptedBackend;

class Waiting : public UtteranceListener
{
public:
    void started(const std::string&) override {}
    void ended(const UtteranceSummary&, const core::Failure* why) override
    {
        if (why) failure = *why;
        _done.set_value();
    }
    void wait() { _done.get_future().wait(); }

    std::optional<core::Failure> failure;

private:
    std::promise<void> _done;
};

/// As in the host, nobody holds these utterances but they themselves.
class TestWaitingForRoom : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestWaitingForRoom);
    CPPUNIT_TEST(fullBuffer_utteranceGoesOnWhenItIsRead);
    CPPUNIT_TEST(fullBudget_utteranceIsRefusedAfterItsWait);
    CPPUNIT_TEST(utterance_isLetGoWhenItHasEnded);
    CPPUNIT_TEST_SUITE_END();

    tests::QuietLogger _logger;
    tests::QuietMetrics _metrics;
    SpeechService::Options _options;
    tests::FixedPolicies _policies;
    std::shared_ptr<ScriptedBackend> _backend;
    std::unique_ptr<SpeechService> _service;
    std::shared_ptr<Waiting> _listener = std::make_shared<Waiting>();
    std::weak_ptr<Utterance> _utterance;

public:
    void tearDown() override { CPPUNIT_ASSERT(_service->stop(std::chrono::seconds(20))); }

private:
    std::shared_ptr<AudioBuffer> start(const std::string& text, ScriptedBackend::Script script)
    {
        _backend = std::make_shared<ScriptedBackend>("e", std::vector{std::move(script)});
        auto slot = std::make_shared<Slot>();
        slot->name = "A";
        slot->backend = _backend;
        slot->pool = std::make_shared<EnginePool>(4, 100);
        _service = std::make_unique<SpeechService>(std::vector<std::shared_ptr<const Slot>>{slot}, _options,
                                                   _policies, _metrics, _logger);
        UtteranceOrder order;
        order.requestId = "req_1";
        order.tenantId = "tnt_a";
        order.voice.engine = "e";
        order.voice.kind = core::VoiceKind::Preset;
        order.text = text;
        order.format = core::ResponseFormat::Pcm;
        order.sampleRate = 24000;
        const SpeechService::Stream stream = _service->openStream(std::move(order), _listener);
        stream.utterance->start();
        _utterance = stream.utterance;
        return stream.audio;
    }

    void fullBuffer_utteranceGoesOnWhenItIsRead()
    {
        // 50 s for each of 3 segments: the buffer takes one, and the next waits for the listener.
        const std::string sentence = std::string(380, 'a') + ". ";
        const auto audio = start(sentence + "B" + sentence + "B" + sentence, says(50 * 24'000, 1));
        std::size_t total = 0;
        std::vector<char> out(64 * 1024);
        AudioBuffer::Taken taken;
        while (taken.state != AudioBuffer::State::End) {
            // Looked at before the read: one that has ended has left its end there to be read.
            const bool lost = _utterance.expired();
            taken = audio->read(out);
            total += taken.bytes;
            if (taken.state != AudioBuffer::State::Waiting) continue;
            CPPUNIT_ASSERT(!lost);
            std::this_thread::yield();
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t{3 * 50 * 24'000 * 2}, total);
        _listener->wait();
    }

    void fullBudget_utteranceIsRefusedAfterItsWait()
    {
        _options.bufferTotalBytes = 1024;
        _options.timeouts.admissionWait = std::chrono::milliseconds(1);
        start("Hello.", says(1, 1));
        CPPUNIT_ASSERT(!_utterance.expired() || _listener->failure);
        _listener->wait();
        CPPUNIT_ASSERT(_listener->failure->code() == core::ErrorCode::Overloaded);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, _backend->calls());
    }

    void utterance_isLetGoWhenItHasEnded()
    {
        start("Hello.", says(1, 1));
        _listener->wait();
        CPPUNIT_ASSERT(_service->stop(std::chrono::seconds(20)));
        CPPUNIT_ASSERT(_utterance.expired());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestWaitingForRoom);

}  // namespace
