#include "unit/speak/utterance_fixture.hpp"

#include <atomic>
#include <functional>
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
using namespace std::chrono_literals;

/// Slots whose places are all taken, by this host's calls or by others'.
class TestFullSlots : public tests::UtteranceFixture
{
    CPPUNIT_TEST_SUITE(TestFullSlots);
    CPPUNIT_TEST(fullSlot_theNextOneWithAPlaceSpeaksAtOnce);
    CPPUNIT_TEST(bothFull_theFirstPlaceThatGetsFreeSpeaks);
    CPPUNIT_TEST(bothFull_eachSlotIsNamedAfterTheWait);
    CPPUNIT_TEST(fullQueue_isThatSlotsReasonAlone);
    CPPUNIT_TEST(waiting_isServedInOrderAndRunOnce);
    CPPUNIT_TEST(waiting_tenantsTakeTurnsAtEverySlot);
    CPPUNIT_TEST(waiting_thatIsStoppedLeavesEveryQueue);
    CPPUNIT_TEST(lesserVoice_isNotTakenForAShortWait);
    CPPUNIT_TEST(lesserVoice_isTakenWhenTheWaitIsLong);
    CPPUNIT_TEST(lesserVoice_isTakenAtOnceFromASlotThatIsDown);
    CPPUNIT_TEST(fullElsewhere_theNextSlotSpeaksAtOnce);
    CPPUNIT_TEST(fullElsewhere_isAskedAgainUntilAPlaceIsFree);
    CPPUNIT_TEST(fullElsewhere_isTheSameAnswerAsFullHere);
    CPPUNIT_TEST(fullElsewhereBetweenSegments_isWaitedFor);
    CPPUNIT_TEST(longHints_theShortestIsTold);
    CPPUNIT_TEST(counted_failoversAndAttemptsBySlot);
    CPPUNIT_TEST_SUITE_END();

    /// Holds a call until it is opened.
    struct Gate
    {
        std::promise<void> open;
        std::shared_future<void> opened = open.get_future().share();
        std::atomic<int> inside{0};

        ScriptedBackend::Script script()
        {
            return [this](const auto& request, core::AudioSink& sink, const auto& cancellation) {
                ++inside;
                opened.wait();
                return says(10, 1)(request, sink, cancellation);
            };
        }
    };

    static ScriptedBackend::Script full(std::chrono::milliseconds hint)
    {
        return [=](const auto&, core::AudioSink&, const auto&) {
            core::SynthesisOutcome result = outcome(SynthesisStatus::Overloaded, "saturated");
            result.retryAfter = hint;
            return result;
        };
    }

    static void eventually(const std::function<bool()>& condition)
    {
        const auto until = std::chrono::steady_clock::now() + 20s;
        while (!condition()) {
            CPPUNIT_ASSERT_MESSAGE("it did not come about", std::chrono::steady_clock::now() < until);
            std::this_thread::yield();
        }
    }

    struct Call
    {
        std::shared_ptr<Waiting> listener = std::make_shared<Waiting>();
        SpeechService::Collection collection;
    };

    Call begin(UtteranceOrder wanted)
    {
        Call call;
        call.collection = service().openCollection(std::move(wanted), call.listener);
        call.collection.utterance->start();
        return call;
    }

    Call occupy(const std::string& slot, Gate& gate)
    {
        _policies.policy.defaultBackend = slot;
        const int before = gate.inside;
        Call call = begin(order("Busy."));
        eventually([&] { return gate.inside == before + 1; });
        _policies.policy.defaultBackend = "A";
        return call;
    }

    std::size_t queued(std::size_t slot) const { return _slots.at(slot)->pool->queued(); }

    /// The voice is the engine's own at A; B has it by its map.
    void mapAtB()
    {
        const auto slot = std::make_shared<Slot>(*_slots.at(1));
        slot->mapped = std::make_shared<MappedVoices>(std::set<std::string>{"voc_mapped"});
        _lesser->engine = "other";
        slot->backend = _lesser;
        _slots[1] = slot;
    }

    class OtherEngine : public ScriptedBackend
    {
    public:
        using ScriptedBackend::ScriptedBackend;
        std::shared_ptr<const core::EngineDescription> describe() override
        {
            auto described = std::make_shared<core::EngineDescription>(*ScriptedBackend::describe());
            described->name = engine;
            return described;
        }
        std::string engine;
    };
    std::shared_ptr<OtherEngine> _lesser = std::make_shared<OtherEngine>("other", std::vector{says(10, 2)});

    static UtteranceOrder mapped()
    {
        UtteranceOrder wanted = order("Hello.");
        wanted.voice.voiceId = "voc_mapped";
        return wanted;
    }

    void fullSlot_theNextOneWithAPlaceSpeaksAtOnce()
    {
        // Whoever waited for his turn would wait for ever.
        _options.timeouts.admissionWait = 24h;
        Gate gate;
        const auto first = addSlot("A", {gate.script()}, 1);
        addSlot("B", {says(10, 2)}, 1);
        const Call busy = occupy("A", gate);
        const Collected heard = collect(order("Hello."));
        CPPUNIT_ASSERT_EQUAL(std::string("B"), heard.listener->summary.slot);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, queued(0));
        gate.open.set_value();
        busy.listener->wait();
        renew();
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, first->calls());
    }

    void bothFull_theFirstPlaceThatGetsFreeSpeaks()
    {
        _options.timeouts.admissionWait = 24h;
        Gate atA;
        Gate atB;
        const auto first = addSlot("A", {atA.script()}, 1);
        addSlot("B", {atB.script()}, 1);
        const Call busyA = occupy("A", atA);
        const Call busyB = occupy("B", atB);
        const Call waiting = begin(order("Hello."));
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, queued(0));
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, queued(1));
        atB.open.set_value();
        waiting.listener->wait();
        CPPUNIT_ASSERT_EQUAL(std::string("B"), waiting.listener->summary.slot);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, queued(0));
        atA.open.set_value();
        busyA.listener->wait();
        busyB.listener->wait();
        renew();
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, first->calls());
    }

    void bothFull_eachSlotIsNamedAfterTheWait()
    {
        _options.timeouts.admissionWait = 200ms;
        Gate gate;
        addSlot("A", {gate.script()}, 1);
        addSlot("B", {gate.script()}, 1);
        const Call busyA = occupy("A", gate);
        const Call busyB = occupy("B", gate);
        const core::Failure told = collect(order("Hello.")).listener->failure.value();
        CPPUNIT_ASSERT(told.code() == core::ErrorCode::Overloaded);
        CPPUNIT_ASSERT_EQUAL(1, told.retryAfterSeconds().value());
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, told.details().size());
        for (const auto& row : told.details())
            CPPUNIT_ASSERT_EQUAL(std::string("saturated"), row.code);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, queued(0) + queued(1));
        gate.open.set_value();
        busyA.listener->wait();
        busyB.listener->wait();
    }

    void fullQueue_isThatSlotsReasonAlone()
    {
        _options.timeouts.admissionWait = 24h;
        Gate gate;
        addSlot("A", {gate.script()}, 1);
        const auto crowded = std::make_shared<Slot>(*_slots.front());
        crowded->pool = std::make_shared<EnginePool>(1, 1);
        _slots.front() = crowded;
        const Call busy = occupy("A", gate);
        const Call waiting = begin(order("Hello."));
        const core::Failure told = collect(order("Hello.")).listener->failure.value();
        CPPUNIT_ASSERT(told.code() == core::ErrorCode::Overloaded);
        CPPUNIT_ASSERT_EQUAL(std::string("saturated"), told.details().at(0).code);
        gate.open.set_value();
        busy.listener->wait();
        waiting.listener->wait();
        CPPUNIT_ASSERT(!waiting.listener->failure);
    }

    void waiting_isServedInOrderAndRunOnce()
    {
        _options.timeouts.admissionWait = 24h;
        Gate atA;
        Gate atB;
        const auto first = addSlot("A", {atA.script()}, 1);
        const auto second = addSlot("B", {atB.script()}, 1);
        const Call busyA = occupy("A", atA);
        const Call busyB = occupy("B", atB);
        std::vector<Call> calls;
        for (int number = 0; number < 40; ++number)
            calls.push_back(begin(order("Number " + std::to_string(number) + ".")));
        atA.open.set_value();
        atB.open.set_value();
        for (const Call& call : calls)
            call.listener->wait();
        busyA.listener->wait();
        busyB.listener->wait();
        renew();
        CPPUNIT_ASSERT_EQUAL(std::size_t{42}, first->calls() + second->calls());
        for (const auto& backend : {first, second}) {
            int last = -1;
            for (const std::string& text : backend->texts()) {
                if (!text.starts_with("Number ")) continue;
                const int number = std::stoi(text.substr(7));
                CPPUNIT_ASSERT(number > last);
                last = number;
            }
        }
    }

    void waiting_tenantsTakeTurnsAtEverySlot()
    {
        _options.timeouts.admissionWait = 24h;
        Gate atA;
        Gate atB;
        addSlot("A", {atA.script()}, 1);
        const auto second = addSlot("B", {atB.script()}, 1);
        const Call busyA = occupy("A", atA);
        const Call busyB = occupy("B", atB);
        std::vector<Call> calls;
        for (const char* tenant : {"tnt_many", "tnt_many", "tnt_many", "tnt_few"}) {
            UtteranceOrder wanted = order(tenant);
            wanted.tenantId = tenant;
            calls.push_back(begin(std::move(wanted)));
        }
        // A stays full: B alone serves them.
        atB.open.set_value();
        for (const Call& call : calls)
            call.listener->wait();
        CPPUNIT_ASSERT_EQUAL(std::string("tnt_few"), second->texts().at(2));
        atA.open.set_value();
        busyA.listener->wait();
        busyB.listener->wait();
    }

    void waiting_thatIsStoppedLeavesEveryQueue()
    {
        _options.timeouts.admissionWait = 24h;
        Gate gate;
        const auto first = addSlot("A", {gate.script()}, 1);
        const auto second = addSlot("B", {gate.script()}, 1);
        const Call busyA = occupy("A", gate);
        const Call busyB = occupy("B", gate);
        const Call waiting = begin(order("Hello."));
        waiting.collection.utterance->stop(core::StopReason::Cancelled);
        waiting.listener->wait();
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, queued(0) + queued(1));
        gate.open.set_value();
        busyA.listener->wait();
        busyB.listener->wait();
        renew();
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, first->calls() + second->calls());
    }

    void lesserVoice_isNotTakenForAShortWait()
    {
        _options.timeouts.admissionWait = 24h;
        Gate gate;
        addSlot("A", {gate.script()}, 1);
        addSlot("B", {says(10, 2)}, 1);
        mapAtB();
        const Call busy = occupy("A", gate);
        const Call waiting = begin(mapped());
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, queued(0));
        gate.open.set_value();
        waiting.listener->wait();
        busy.listener->wait();
        CPPUNIT_ASSERT_EQUAL(std::string("A"), waiting.listener->summary.slot);
        CPPUNIT_ASSERT(waiting.listener->summary.fidelity == Fidelity::Exact);
    }

    void lesserVoice_isTakenWhenTheWaitIsLong()
    {
        _options.timeouts.admissionWait = 2s;
        Gate gate;
        addSlot("A", {gate.script()}, 1);
        addSlot("B", {says(10, 2)}, 1);
        mapAtB();
        const Call busy = occupy("A", gate);
        const Collected heard = collect(mapped());
        CPPUNIT_ASSERT_EQUAL(std::string("B"), heard.listener->summary.slot);
        CPPUNIT_ASSERT(heard.listener->summary.fidelity == Fidelity::Approximate);
        CPPUNIT_ASSERT(heard.listener->summary.firstAudio >= 200ms);
        gate.open.set_value();
        busy.listener->wait();
    }

    void lesserVoice_isTakenAtOnceFromASlotThatIsDown()
    {
        _options.timeouts.admissionWait = 24h;
        addSlot("A", {fails(SynthesisStatus::Unavailable)});
        addSlot("B", {says(10, 2)});
        mapAtB();
        CPPUNIT_ASSERT_EQUAL(std::string("B"), collect(mapped()).listener->summary.slot);
    }

    void fullElsewhere_theNextSlotSpeaksAtOnce()
    {
        _options.timeouts.admissionWait = 24h;
        addSlot("A", {full(100ms)});
        addSlot("B", {says(10, 2)});
        CPPUNIT_ASSERT_EQUAL(std::string("B"), collect(order("Hello.")).listener->summary.slot);
    }

    void fullElsewhere_isAskedAgainUntilAPlaceIsFree()
    {
        const auto backend = addSlot("A", {full(20ms), full(20ms), full(20ms), says(10, 2)});
        CPPUNIT_ASSERT(!collect(order("Hello.")).listener->failure);
        CPPUNIT_ASSERT_EQUAL(std::size_t{4}, backend->calls());
        CPPUNIT_ASSERT_EQUAL(
            1.0, _metrics.value("scaispeak_failed_attempts_total", {{"slot", "A"}, {"reason", "saturated"}}));
    }

    void fullElsewhere_isTheSameAnswerAsFullHere()
    {
        _options.timeouts.admissionWait = 200ms;
        Gate gate;
        addSlot("A", {gate.script()}, 1);
        const auto other = addSlot("B", {full(20ms)});
        const Call busy = occupy("A", gate);
        const core::Failure told = collect(order("Hello.")).listener->failure.value();
        CPPUNIT_ASSERT(told.code() == core::ErrorCode::Overloaded);
        CPPUNIT_ASSERT_EQUAL(1, told.retryAfterSeconds().value());
        CPPUNIT_ASSERT_EQUAL(std::string("saturated"), told.details().at(0).code);
        CPPUNIT_ASSERT_EQUAL(std::string("saturated"), told.details().at(1).code);
        CPPUNIT_ASSERT(other->calls() > 1);
        gate.open.set_value();
        busy.listener->wait();
    }

    void fullElsewhereBetweenSegments_isWaitedFor()
    {
        addSlot("A", {says(10, 1), full(20ms), full(20ms), full(20ms), says(10, 2)});
        const Collected heard = collect(order("One. Two."));
        CPPUNIT_ASSERT(!heard.listener->failure);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{20}, heard.listener->summary.samples);
    }

    void longHints_theShortestIsTold()
    {
        addSlot("A", {full(30s)});
        addSlot("B", {full(6'001ms)});
        const core::Failure told = collect(order("Hello.")).listener->failure.value();
        CPPUNIT_ASSERT_EQUAL(7, told.retryAfterSeconds().value());
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, told.details().size());
    }

    void counted_failoversAndAttemptsBySlot()
    {
        addSlot("A", {fails(SynthesisStatus::Unavailable)});
        addSlot("B", {says(10, 2)});
        collect(order("Hello."));
        CPPUNIT_ASSERT_EQUAL(1.0, _metrics.value("scaispeak_failovers_total", {{"slot", "B"}}));
        CPPUNIT_ASSERT_EQUAL(0.0, _metrics.value("scaispeak_failovers_total", {{"slot", "A"}}));
        CPPUNIT_ASSERT_EQUAL(
            1.0, _metrics.value("scaispeak_utterances_total", {{"outcome", "completed"}, {"slot", "B"}}));
        CPPUNIT_ASSERT_EQUAL(1.0, _metrics.value("scaispeak_failed_attempts_total",
                                                 {{"slot", "A"}, {"reason", "no_node_with_engine"}}));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestFullSlots);

}  // namespace
