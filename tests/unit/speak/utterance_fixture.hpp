#pragma once

#include "speak/speech_service.hpp"
#include "support/fixed_policies.hpp"
#include "support/quiet_logger.hpp"
#include "support/quiet_metrics.hpp"
#include "unit/speak/scripted_backend.hpp"

#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace scaispeak::tests {

using namespace scaispeak::speak;

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

/// A speech service over slots that a test fills.
class UtteranceFixture : public CppUnit::TestFixture
{
public:
    void tearDown() override { renew(); }

protected:
    /// Waits for the engines' threads, which use the service a moment longer than their callers; the next
    /// service() is another.
    void renew()
    {
        if (_service) CPPUNIT_ASSERT(_service->stop(std::chrono::seconds(20)));
        _service.reset();
    }

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
        if (!_service)
            _service = std::make_unique<SpeechService>(_slots, _options, _policies, _metrics, _logger);
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

    tests::QuietLogger _logger;
    tests::QuietMetrics _metrics;
    std::vector<std::shared_ptr<const Slot>> _slots;
    SpeechService::Options _options;
    FixedPolicies _policies;
    std::unique_ptr<SpeechService> _service;
};

}  // namespace scaispeak::tests
