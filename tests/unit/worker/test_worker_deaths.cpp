#include "fake_plugin.hpp"
#include "pluginhost/plugin_backend.hpp"
#include "worker_fixture.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/wait.h>

#include <csignal>
#include <vector>

using namespace scaispeak;
using namespace scaispeak::pluginhost;
using namespace std::chrono_literals;

namespace {

/// A call of its own thread.
class Speaking
{
public:
    Speaking(PluginBackend& backend, const std::string& text)
        : _thread([this, &backend, text] {
              core::SynthesisRequest request;
              request.requestId = "req_1";
              request.text = text;
              request.engineVoice = "one";
              _outcome = backend.synthesize(request, _sink, _cancellation);
          })
    {}

    void stop() { _cancellation.stop(core::StopReason::Cancelled); }
    core::SynthesisStatus status()
    {
        if (_thread.joinable()) _thread.join();
        return _outcome.status;
    }
    std::size_t bytes() const { return _sink.bytes; }

private:
    core::Cancellation _cancellation;
    fakes::Sink _sink;
    core::SynthesisOutcome _outcome;
    std::jthread _thread;
};

class TestWorkerDeaths : public WorkerFixture
{
    CPPUNIT_TEST_SUITE(TestWorkerDeaths);
    CPPUNIT_TEST(call_goesOnWhenItsWorkersAreKilledFromOutside);
    CPPUNIT_TEST(call_thatItsWorkerHadNotReadGoesOn);
    CPPUNIT_TEST(call_thatEndsWorkersEndsTwo);
    CPPUNIT_TEST(calls_besideOneThatEndsWorkersAreServed);
    CPPUNIT_TEST(worker_thatClosesItsSocketsIsNotTakenForKilledFromOutside);
    CPPUNIT_TEST_SUITE_END();

    std::unique_ptr<PluginBackend> _backend;

    void begin(std::uint32_t workers)
    {
        start(workers);
        _backend = std::make_unique<PluginBackend>(_instance, PluginBackend::Lateness::Allowed);
        eventually([&] { return remote().roster().ready() == workers; }, "all workers");
    }
    std::size_t deaths() const { return _host.logger.count("worker_died"); }

    /// Has a worker that is not `last` got a call?
    bool busyOtherThan(const std::shared_ptr<WorkerProcess>& last)
    {
        const auto workers = remote().roster().workers();
        return !workers.empty() && workers.front() != last && !remote().roster().idle(workers.front());
    }

    void call_goesOnWhenItsWorkersAreKilledFromOutside()
    {
        begin(1);
        Speaking speaking(*_backend, "wait");
        std::shared_ptr<WorkerProcess> last;
        for (int kill = 0; kill < 3; ++kill) {
            eventually([&] { return busyOtherThan(last); }, "the call in the next worker");
            last = remote().roster().workers().front();
            ::kill(last->pid(), SIGKILL);
        }
        eventually([&] { return busyOtherThan(last); }, "the call in the fourth worker");
        speaking.stop();
        CPPUNIT_ASSERT(speaking.status() == core::SynthesisStatus::Cancelled);
        eventually([&] { return deaths() == 3; }, "three deaths");
    }

    void call_thatItsWorkerHadNotReadGoesOn()
    {
        begin(1);
        const auto first = remote().roster().workers().front();
        ::kill(first->pid(), SIGSTOP);
        siginfo_t stopped{};
        CPPUNIT_ASSERT_EQUAL(0, ::waitid(P_PID, static_cast<id_t>(first->pid()), &stopped, WSTOPPED));
        Speaking speaking(*_backend, "good");
        eventually([&] { return !remote().roster().idle(first); }, "the call on its way");
        std::this_thread::sleep_for(20ms);
        // By the host's own hand, so that only the unread call speaks for it.
        first->kill();
        CPPUNIT_ASSERT(speaking.status() == core::SynthesisStatus::Ok);
    }

    void call_thatEndsWorkersEndsTwo()
    {
        begin(3);
        Speaking speaking(*_backend, "crash");
        CPPUNIT_ASSERT(speaking.status() == core::SynthesisStatus::Unavailable);
        eventually([&] { return deaths() == 2; }, "two deaths");
        Speaking another(*_backend, "good");
        CPPUNIT_ASSERT(another.status() == core::SynthesisStatus::Ok);
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, deaths());
    }

    void calls_besideOneThatEndsWorkersAreServed()
    {
        begin(2);
        std::vector<std::unique_ptr<Speaking>> harmless;
        for (int call = 0; call < 8; ++call)
            harmless.push_back(std::make_unique<Speaking>(*_backend, "slow"));
        eventually(
            [&] {
                const auto workers = remote().roster().workers();
                return std::ranges::all_of(workers, [](const auto& worker) { return worker->calls >= 4; });
            },
            "four calls in each");
        Speaking crashing(*_backend, "crash");
        CPPUNIT_ASSERT(crashing.status() == core::SynthesisStatus::Unavailable);
        int served = 0;
        for (const auto& speaking : harmless) {
            const bool whole = speaking->status() == core::SynthesisStatus::Ok && speaking->bytes() == 8;
            // Who has a sample when the other one comes beside him is not made again.
            CPPUNIT_ASSERT(whole || speaking->bytes() > 0);
            served += whole ? 1 : 0;
        }
        CPPUNIT_ASSERT(served >= 4);
        eventually([&] { return deaths() == 2; }, "two deaths");
    }

    void worker_thatClosesItsSocketsIsNotTakenForKilledFromOutside()
    {
        begin(3);
        Speaking speaking(*_backend, "close all");
        CPPUNIT_ASSERT(speaking.status() == core::SynthesisStatus::Unavailable);
        eventually([&] { return deaths() == 2; }, "two deaths");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestWorkerDeaths);

}  // namespace
