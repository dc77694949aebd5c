#include "pluginhost/plugin_backend.hpp"
#include "worker_fixture.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <set>

using namespace scaispeak;
using namespace scaispeak::pluginhost;
using namespace std::chrono_literals;

namespace {

class Taker : public core::AudioSink
{
public:
    core::StopReason begin(const core::AudioFormat& format) override
    {
        begun.push_back(format);
        return core::StopReason::None;
    }
    core::StopReason write(std::span<const std::byte> bytes) override
    {
        for (std::size_t index = 0; index < bytes.size(); index += 2)
            text += static_cast<char>(bytes[index]);
        if (onWrite) onWrite();
        return text.size() >= enough ? core::StopReason::Closed : core::StopReason::None;
    }
    void event(const core::SpeechEvent&) override { ++events; }

    std::vector<core::AudioFormat> begun;
    std::string text;
    int events = 0;
    std::size_t enough = 1'000'000'000;
    std::function<void()> onWrite;
};

class Clip : public core::ReferenceClip
{
public:
    std::span<const std::uint8_t, 32> key() const override { return _key; }
    std::uint32_t sampleRate() const override { return 16'000; }
    std::uint64_t frames() const override { return 100'000; }
    const std::string& transcript() const override { return _transcript; }
    std::size_t read(std::uint64_t offset, std::span<std::byte> out) const override
    {
        const std::size_t size =
            std::min<std::size_t>(out.size(), 200'000 - std::min<std::uint64_t>(offset, 200'000));
        std::fill_n(out.begin(), size, std::byte{'c'});
        return size;
    }

private:
    std::array<std::uint8_t, 32> _key{};
    std::string _transcript;
};

class TestRemoteBackend : public WorkerFixture
{
    CPPUNIT_TEST_SUITE(TestRemoteBackend);
    CPPUNIT_TEST(describe_multipliesWhatAWorkerTakes);
    CPPUNIT_TEST(voices_arriveWhole);
    CPPUNIT_TEST(speech_arrivesWhole);
    CPPUNIT_TEST(speech_ofAClipReadsIt);
    CPPUNIT_TEST(failure_keepsItsWords);
    CPPUNIT_TEST(health_isThePlugins);
    CPPUNIT_TEST(cancellation_endsACallThatPolls);
    CPPUNIT_TEST(takerWhoHasEnough_stopsTheEngine);
    CPPUNIT_TEST(callThatDoesNotEnd_costsItsWorker);
    CPPUNIT_TEST(death_beforeTheFirstSampleIsTriedElsewhere);
    CPPUNIT_TEST(death_afterAudioIsAFailure);
    CPPUNIT_TEST(worker_killedWhileIdleIsReplaced);
    CPPUNIT_TEST(calls_runSideBySideInAllWorkers);
    CPPUNIT_TEST(workers_areReplacedAfterTheirNumberOfCalls);
// ThreadSanitizer's own memory is many times the plugin's.
#ifndef __SANITIZE_THREAD__
    CPPUNIT_TEST(worker_overItsMemoryIsReplaced);
    CPPUNIT_TEST(worker_farOverItsMemoryIsEnded);
#endif
    CPPUNIT_TEST(plugin_thatCrashesAsItIsMadeIsACrashLoop);
    CPPUNIT_TEST(plugin_thatRefusesIsRefused);
    CPPUNIT_TEST(lines_metricsAndOutputArriveUnderThePluginsName);
    CPPUNIT_TEST(output_withoutEndIsLimited);
    CPPUNIT_TEST(hardening_isSaidAndTrue);
    CPPUNIT_TEST(ended_pluginAnswersUnavailable);
    CPPUNIT_TEST_SUITE_END();

    std::unique_ptr<PluginBackend> _backend;
    core::Cancellation _cancellation;
    Taker _taker;

    void begin(std::uint32_t workers = 1, WorkerLimits limits = {}, boost::json::object config = {})
    {
        start(workers, std::move(config), limits);
        _backend = std::make_unique<PluginBackend>(_instance, PluginBackend::Lateness::Allowed);
    }

    core::SynthesisOutcome speak(const std::string& text)
    {
        return _backend->synthesize(request(text), _taker, _cancellation);
    }
    static core::SynthesisRequest request(const std::string& text)
    {
        core::SynthesisRequest request;
        request.requestId = "req_1";
        request.text = text;
        request.engineVoice = "one";
        return request;
    }
    static std::string word(core::SynthesisStatus status)
    {
        return std::to_string(static_cast<int>(status));
    }
    static void assertStatus(core::SynthesisStatus expected, const core::SynthesisOutcome& outcome)
    {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(outcome.internalMessage, word(expected), word(outcome.status));
    }

    void describe_multipliesWhatAWorkerTakes()
    {
        begin(3);
        CPPUNIT_ASSERT_EQUAL(std::string("every"), _backend->describe()->name);
        CPPUNIT_ASSERT_EQUAL(std::string("de-at"), _backend->describe()->languages.at(1));
        CPPUNIT_ASSERT_EQUAL(std::uint32_t{24}, _backend->describe()->maxConcurrency);
    }

    void voices_arriveWhole()
    {
        begin();
        const auto voices = _backend->listVoices();
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, voices.size());
        CPPUNIT_ASSERT(voices[0].displayName == "The One" && voices[0].gender == "female");
        CPPUNIT_ASSERT(voices[0].styleTags == (std::vector<std::string>{"calm", "low"}));
    }

    void speech_arrivesWhole()
    {
        begin();
        const std::string text(100'000, 'x');
        const auto outcome = speak(text);
        assertStatus(core::SynthesisStatus::Ok, outcome);
        CPPUNIT_ASSERT(_taker.text == text);
        CPPUNIT_ASSERT_EQUAL(1, _taker.events);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{100'000}, outcome.frames);
        CPPUNIT_ASSERT(outcome.nodeId.starts_with("pid-"));
    }

    void speech_ofAClipReadsIt()
    {
        begin();
        auto request = TestRemoteBackend::request("clip");
        request.engineVoice.clear();
        request.reference = std::make_shared<Clip>();
        const auto outcome = _backend->synthesize(request, _taker, _cancellation);
        assertStatus(core::SynthesisStatus::Ok, outcome);
        CPPUNIT_ASSERT(outcome.holdsReference);
        CPPUNIT_ASSERT(_taker.text == std::string(100'000, 'c'));
    }

    void failure_keepsItsWords()
    {
        begin();
        const auto outcome = speak("fail");
        assertStatus(core::SynthesisStatus::Overloaded, outcome);
        CPPUNIT_ASSERT_EQUAL(std::string("saturated"), outcome.reason);
        CPPUNIT_ASSERT_EQUAL(std::string("as it was told"), outcome.publicMessage);
        CPPUNIT_ASSERT(outcome.retryAfter == std::optional(2'000ms));
    }

    void health_isThePlugins()
    {
        begin();
        eventually([&] { return _backend->health().reason == "relay_unreachable"; }, "the plugin's health");
        CPPUNIT_ASSERT(!_backend->health().ok);
    }

    void cancellation_endsACallThatPolls()
    {
        begin();
        std::thread caller([&] {
            std::this_thread::sleep_for(50ms);
            _cancellation.stop(core::StopReason::Cancelled);
            _backend->cancel("req_1");
        });
        assertStatus(core::SynthesisStatus::Cancelled, speak("wait"));
        caller.join();
        CPPUNIT_ASSERT(!_host.logger.has("worker_killed"));
    }

    void takerWhoHasEnough_stopsTheEngine()
    {
        begin();
        _taker.enough = 5'000;
        assertStatus(core::SynthesisStatus::Closed, speak("endless"));
        CPPUNIT_ASSERT(!_host.logger.has("worker_killed"));
    }

    void callThatDoesNotEnd_costsItsWorker()
    {
        begin();
        std::thread caller([&] {
            std::this_thread::sleep_for(20ms);
            _cancellation.stop(core::StopReason::Cancelled);
        });
        assertStatus(core::SynthesisStatus::Cancelled, speak("hang"));
        caller.join();
        CPPUNIT_ASSERT(_host.logger.has("worker_killed"));
        core::Cancellation fresh;
        assertStatus(core::SynthesisStatus::Ok, _backend->synthesize(request("good"), _taker, fresh));
    }

    void death_beforeTheFirstSampleIsTriedElsewhere()
    {
        begin(2);
        assertStatus(core::SynthesisStatus::Ok, speak("serve one first"));
        _taker = Taker();
        assertStatus(core::SynthesisStatus::Unavailable, speak("crash after begin"));
        CPPUNIT_ASSERT_MESSAGE("nothing of it was passed on", _taker.begun.empty() && _taker.events == 0);
        eventually([&] { return _host.logger.count("worker_died") == 2; }, "two workers tried");
        assertStatus(core::SynthesisStatus::Ok, speak("good"));
    }

    void death_afterAudioIsAFailure()
    {
        begin();
        assertStatus(core::SynthesisStatus::Failed, speak("crash later"));
        CPPUNIT_ASSERT(!_taker.text.empty());
        eventually([&] { return _host.logger.has("worker_died"); }, "the death is told");
        CPPUNIT_ASSERT(_host.logger.has("signal=ABRT"));
    }

    void worker_killedWhileIdleIsReplaced()
    {
        begin();
        assertStatus(core::SynthesisStatus::Ok, speak("good"));
        const pid_t first = static_cast<pid_t>(remote().pool().status().at(0).pid);
        ::kill(first, SIGKILL);
        assertStatus(core::SynthesisStatus::Ok, speak("good"));
        eventually([&] { return remote().roster().ready() == 1; }, "a new worker");
        CPPUNIT_ASSERT(remote().pool().status().at(0).pid != first);
    }

    void calls_runSideBySideInAllWorkers()
    {
        begin(2);
        eventually([&] { return remote().roster().ready() == 2; }, "both workers");
        std::mutex mutex;
        std::set<std::string> nodes;
        std::atomic<int> good = 0;
        std::vector<std::thread> callers;
        for (int caller = 0; caller < 8; ++caller)
            callers.emplace_back([&, caller] {
                for (int round = 0; round < 20; ++round) {
                    Taker taker;
                    core::Cancellation cancellation;
                    const std::string text = "caller " + std::to_string(caller) +
                                             std::string(500, static_cast<char>('a' + caller));
                    const auto outcome = _backend->synthesize(request(text), taker, cancellation);
                    if (outcome.status == core::SynthesisStatus::Ok && taker.text == text) ++good;
                    const std::lock_guard lock(mutex);
                    nodes.insert(outcome.nodeId);
                }
            });
        for (auto& caller : callers)
            caller.join();
        CPPUNIT_ASSERT_EQUAL(160, good.load());
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, nodes.size());
    }

    void workers_areReplacedAfterTheirNumberOfCalls()
    {
        WorkerLimits limits;
        limits.calls = 50;
        begin(1, limits);
        std::set<std::string> nodes;
        const auto end = CallContext::Clock::now() + 20s;
        while (nodes.size() < 3 && CallContext::Clock::now() < end) {
            const auto outcome = speak("good");
            assertStatus(core::SynthesisStatus::Ok, outcome);
            nodes.insert(outcome.nodeId);
        }
        CPPUNIT_ASSERT_MESSAGE("three workers, one after the other", nodes.size() >= 3);
        CPPUNIT_ASSERT(_host.logger.has("worker_retired"));
        CPPUNIT_ASSERT(!_host.logger.has("worker_died"));
    }

    void worker_overItsMemoryIsReplaced()
    {
        WorkerLimits limits;
        limits.memory = std::uint64_t{190} << 20;
        begin(1, limits);
        assertStatus(core::SynthesisStatus::Ok, speak("leak"));
        eventually([&] { return _host.logger.has("worker_retired"); }, "it is replaced");
        assertStatus(core::SynthesisStatus::Ok, speak("good"));
        CPPUNIT_ASSERT(!_host.logger.has("worker_killed"));
    }

    void worker_farOverItsMemoryIsEnded()
    {
        WorkerLimits limits;
        limits.memory = std::uint64_t{100} << 20;
        begin(1, limits);
        assertStatus(core::SynthesisStatus::Ok, speak("leak"));
        eventually([&] { return _host.logger.has("worker_killed"); }, "it is ended");
        assertStatus(core::SynthesisStatus::Ok, speak("good"));
    }

    void plugin_thatCrashesAsItIsMadeIsACrashLoop()
    {
        begin(2, {}, {{"crash", "create"}});
        CPPUNIT_ASSERT(_backend->describe()->name.empty());
        CPPUNIT_ASSERT_EQUAL(std::string("worker_crash_loop"), _backend->health().reason);
        const auto outcome = speak("good");
        assertStatus(core::SynthesisStatus::Unavailable, outcome);
        CPPUNIT_ASSERT_EQUAL(std::string("worker_crash_loop"), outcome.reason);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, _host.logger.count("worker_crash_loop plugin"));
        CPPUNIT_ASSERT(_host.logger.count("worker_died") >= 10);
    }

    void plugin_thatRefusesIsRefused()
    {
        try {
            begin(1, {}, {{"refuse", "yes"}});
        }
        catch (const PluginRefused& refused) {
            CPPUNIT_ASSERT(refused.reason().find("as it was told") != std::string::npos);
            return;
        }
        CPPUNIT_FAIL("it was made");
    }

    void lines_metricsAndOutputArriveUnderThePluginsName()
    {
        begin();
        eventually([&] { return _host.logger.has("made plugin=every-kind answer=42"); }, "its log line");
        eventually([&] { return _host.metrics.sum("scaispeak_plugin_made_total{plugin=every-kind,}") == 1; },
                   "its metric");
        eventually([&] { return _host.logger.has("line=said on standard output"); }, "its output");
    }

    void output_withoutEndIsLimited()
    {
        begin();
        const auto start = CallContext::Clock::now();
        std::size_t written = 0;
        const auto dropped = [&] {
            assertStatus(core::SynthesisStatus::Ok, speak("chatter"));
            written += 3'000;
            for (const auto& line : _host.logger.lines())
                if (line.starts_with("worker_output") && !line.ends_with("dropped_before=0")) return true;
            return false;
        };
        eventually(dropped, "it is told how many lines are missing");
        const auto seconds =
            std::chrono::ceil<std::chrono::seconds>(CallContext::Clock::now() - start).count();
        CPPUNIT_ASSERT(_host.logger.count("worker_output") <= 200 * (static_cast<std::size_t>(seconds) + 1));
        CPPUNIT_ASSERT(_host.logger.count("worker_output") < written);
    }

    void hardening_isSaidAndTrue()
    {
        begin();
        eventually([&] { return remote().roster().ready() == 1; }, "the worker");
        const WorkerStatus worker = remote().pool().status().at(0);
        std::ifstream in("/proc/" + std::to_string(worker.pid) + "/status");
        const std::string facts((std::istreambuf_iterator<char>(in)), {});
        const auto says = [&](const char* word) { return worker.hardening.find(word) != std::string::npos; };
        CPPUNIT_ASSERT_MESSAGE(worker.hardening, says("no_new_privileges") && says("rlimits"));
        CPPUNIT_ASSERT(facts.find("NoNewPrivs:\t1") != std::string::npos);
        CPPUNIT_ASSERT_EQUAL(says("seccomp"), facts.find("Seccomp:\t2") != std::string::npos);
    }

    void ended_pluginAnswersUnavailable()
    {
        begin();
        _instance->close();
        assertStatus(core::SynthesisStatus::Unavailable, speak("good"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestRemoteBackend);

}  // namespace
