// bench_node_cancel [CALLS [CALLERS]]: from a host's cancel to an idle engine, by the engine's own clock: the
// host's plugin, gRPC over the loopback, the node, and the engine in the node's process or in workers.
// Callers go side by side; each speaks, is cancelled after some audio, and begins again.
#include "core/credential_lookup.hpp"
#include "node/engine.hpp"
#include "node/grpc_server.hpp"
#include "pluginhost/plugin_host.hpp"
#include "support/quiet_metrics.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <semaphore>
#include <thread>
#include <vector>

namespace {

using namespace scaispeak;
using Clock = std::chrono::steady_clock;

class NoCredentials : public core::CredentialLookup
{
public:
    std::optional<core::Identity> lookup(const core::Sha256&) override { return std::nullopt; }
};

/// Hears from the engine when it was idle.
class IdleTimes : public core::Logger
{
public:
    bool enabled(core::LogLevel) const noexcept override { return true; }
    void write(core::LogLevel, std::string_view event,
               std::span<const core::LogField> fields) noexcept override
    {
        if (event != "engine_idle") return;
        std::string call;
        std::int64_t at = 0;
        for (const core::LogField& field : fields)
            if (field.key == "request_id")
                call = std::get<std::string_view>(field.value);
            else if (field.key == "ns")
                at = std::get<std::int64_t>(field.value);
        const std::lock_guard lock(_mutex);
        // The node lengthens the id.
        _times[call.substr(0, call.find('.'))] = at;
    }

    std::optional<std::int64_t> of(const std::string& call) const
    {
        const std::lock_guard lock(_mutex);
        const auto found = _times.find(call);
        return found == _times.end() ? std::nullopt : std::optional(found->second);
    }

private:
    mutable std::mutex _mutex;
    std::map<std::string, std::int64_t> _times;
};

/// Says when so many pieces of audio have come.
class Listener : public core::AudioSink
{
public:
    explicit Listener(int pieces) : _left(pieces) {}
    std::binary_semaphore listening{0};
    core::StopReason begin(const core::AudioFormat&) override { return core::StopReason::None; }
    core::StopReason write(std::span<const std::byte>) override
    {
        if (--_left == 0) listening.release();
        return core::StopReason::None;
    }
    void event(const core::SpeechEvent&) override {}

private:
    int _left;
};

struct Setting
{
    std::string name;
    std::string engine;
    pluginhost::IsolationChoice isolation;
};

class Bench
{
public:
    Bench(const Setting& setting, int callers)
        : _engines({_idle, _metrics, _credentials, "bench", "0", WORKER_PROGRAM}),
          _plugins({_idle, _metrics, _credentials, "bench", "0", WORKER_PROGRAM})
    {
        _engines.load({setting.engine,
                       ENGINES + setting.engine + ".so",
                       setting.isolation,
                       {},
                       std::nullopt,
                       static_cast<std::uint32_t>(callers)});
        const auto engine = _engines.backend(setting.engine);
        await([&] {
            engine->refresh();
            return !engine->describe()->name.empty();
        });
        _engine.emplace(engine, 1U << 20U, _metrics, _idle);
        config::Listen listen;
        listen.port = 0;
        _server.emplace(*_engine, listen, std::nullopt);
        const boost::json::array nodes{"127.0.0.1:" + std::to_string(_server->port())};
        _plugins.load({"backend-scaiinfer",
                       CLIENT,
                       pluginhost::IsolationChoice::Process,
                       {{"engine", "idle"}, {"nodes", nodes}}});
        _backend = _plugins.backend("backend-scaiinfer");
        await([&] { return _backend->health().ok; });
    }

    std::uint32_t places() const { return _engine->description().maxConcurrency; }

    /// Milliseconds.
    std::vector<double> cancel(int calls, int callers)
    {
        std::vector<double> took;
        std::mutex mutex;
        std::atomic<int> next = 0;
        std::vector<std::thread> threads;
        for (int caller = 0; caller < callers; ++caller)
            threads.emplace_back([&] {
                for (int call = 0; (call = next++) < calls;) {
                    const double one = cancelOne("call-" + std::to_string(call), callers);
                    const std::lock_guard lock(mutex);
                    took.push_back(one);
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        std::ranges::sort(took);
        return took;
    }

private:
    template <class Condition>
    static void await(const Condition& condition)
    {
        while (!condition())
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }

    double cancelOne(const std::string& id, int callers)
    {
        core::SynthesisRequest request;
        request.requestId = id;
        request.text = std::string(2'000, 'a');
        request.engineVoice = "any";
        // 100 calls a second: of more the engine's lines would be dropped, as of any plugin that logs too
        // much.
        Listener listener(2 * callers);
        core::Cancellation cancellation;
        std::thread speaking([&] {
            const auto outcome = _backend->synthesize(request, listener, cancellation);
            if (outcome.status == core::SynthesisStatus::Cancelled) return;
            std::cerr << id << ": " << outcome.internalMessage << '\n';
            std::exit(1);
        });
        listener.listening.acquire();
        // As a host does it.
        const auto begun = Clock::now().time_since_epoch();
        cancellation.stop(core::StopReason::Cancelled);
        _backend->cancel(id);
        speaking.join();
        await([&] { return _idle.of(id).has_value(); });
        const std::chrono::nanoseconds ended(*_idle.of(id));
        return std::chrono::duration<double, std::milli>(ended - begun).count();
    }

    IdleTimes _idle;
    tests::QuietMetrics _metrics;
    NoCredentials _credentials;
    pluginhost::PluginHost _engines;
    std::optional<node::Engine> _engine;
    std::optional<node::GrpcServer> _server;
    pluginhost::PluginHost _plugins;
    std::shared_ptr<core::Backend> _backend;
};

std::string load()
{
    std::ifstream file("/proc/loadavg");
    std::string minute;
    file >> minute;
    return minute;
}

}  // namespace

int main(int argc, char** argv)
{
    const int calls = argc > 1 ? std::atoi(argv[1]) : 800;
    const int callers = argc > 2 ? std::atoi(argv[2]) : 8;
    const Setting settings[] = {{"in the node", "bench-idle-shared", pluginhost::IsolationChoice::Process},
                                {"in workers", "bench-idle-alone", pluginhost::IsolationChoice::Worker}};
    for (const Setting& setting : settings) {
        const std::string before = load();
        Bench bench(setting, callers);
        const auto took = bench.cancel(calls, callers);
        std::cout << setting.name << ": " << calls << " calls, " << callers << " at once, " << bench.places()
                  << " places: p50 " << took[took.size() / 2] << " ms, p99 " << took[took.size() * 99 / 100]
                  << " ms, worst " << took.back() << " ms (load " << before << ")\n";
    }
    return 0;
}
