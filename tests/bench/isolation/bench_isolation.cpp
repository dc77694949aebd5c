// What a worker process costs beside the same plugin in the host, in one run: how long a frame of 20 ms is on
// its way, how soon the first audio is there, how soon a worker is ready, and how two workers share two
// cores.
#include "bare_frames.hpp"
#include "core/credential_lookup.hpp"
#include "pluginhost/plugin_host.hpp"
#include "support/quiet_logger.hpp"
#include "support/quiet_metrics.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace {

using namespace scaispeak;
using Clock = std::chrono::steady_clock;

constexpr int frames = 4'000;
constexpr int firsts = 2'000;
constexpr int spawns = 40;
constexpr int workCalls = 60;

class NoCredentials : public core::CredentialLookup
{
public:
    std::optional<core::Identity> lookup(const core::Sha256&) override { return std::nullopt; }
};

double microseconds(Clock::duration duration)
{
    return std::chrono::duration<double, std::micro>(duration).count();
}

double quantile(std::vector<double>& values, double share)
{
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

/// When each frame arrived, counted from its push (both sides read the same clock).
class Arrivals : public core::AudioSink
{
public:
    core::StopReason begin(const core::AudioFormat&) override { return core::StopReason::None; }
    core::StopReason write(std::span<const std::byte> bytes) override
    {
        std::int64_t pushed = 0;
        std::memcpy(&pushed, bytes.data(), sizeof pushed);
        const auto now = Clock::now();
        underway.push_back(microseconds(now.time_since_epoch() - std::chrono::nanoseconds(pushed)));
        first = std::min(first, now);
        return core::StopReason::None;
    }
    void event(const core::SpeechEvent&) override {}

    std::vector<double> underway;
    Clock::time_point first = Clock::time_point::max();
};

struct Bench
{
    tests::QuietLogger logger;
    tests::QuietMetrics metrics;
    NoCredentials credentials;

    std::unique_ptr<pluginhost::PluginHost> host(pluginhost::IsolationChoice isolation, std::uint32_t workers)
    {
        auto made = std::make_unique<pluginhost::PluginHost>(
            pluginhost::HostServices{logger, metrics, credentials, "bench", "0", WORKER_PROGRAM});
        made->load({"bench-frames", BENCH_PLUGIN, isolation, {}, std::nullopt, workers});
        return made;
    }

    static Arrivals speak(core::Backend& backend, const std::string& text)
    {
        core::SynthesisRequest request;
        request.requestId = "req_bench";
        request.text = text;
        request.engineVoice = "any";
        core::Cancellation cancellation;
        Arrivals arrivals;
        const auto outcome = backend.synthesize(request, arrivals, cancellation);
        if (outcome.status != core::SynthesisStatus::Ok)
            std::fprintf(stderr, "%s\n", outcome.internalMessage.c_str());
        return arrivals;
    }

    static void frameTimes(const char* name, std::vector<double> underway)
    {
        std::printf("%-28s p50 %7.1f us   p99 %7.1f us   p99.9 %7.1f us\n", name, quantile(underway, 0.5),
                    quantile(underway, 0.99), quantile(underway, 0.999));
    }

    static std::vector<double> underway(core::Backend& backend, const std::string& mode)
    {
        return speak(backend, mode + " " + std::to_string(frames)).underway;
    }

    void firstAudio(const char* name, core::Backend& backend)
    {
        std::vector<double> took;
        for (int call = 0; call < firsts; ++call) {
            const auto begun = Clock::now();
            took.push_back(microseconds(speak(backend, "first").first - begun));
        }
        std::printf("%-28s p50 %7.1f us   p99 %7.1f us\n", name, quantile(took, 0.5), quantile(took, 0.99));
    }

    void spawn()
    {
        std::vector<double> took;
        for (int start = 0; start < spawns; ++start) {
            const auto begun = Clock::now();
            const auto started = host(pluginhost::IsolationChoice::Worker, 1);
            took.push_back(microseconds(Clock::now() - begun) / 1'000);
        }
        std::printf("%-28s p50 %7.2f ms   p99 %7.2f ms\n", "load to described, worker", quantile(took, 0.5),
                    quantile(took, 0.99));
    }

    /// Calls a second of an engine that computes for 20 ms each.
    double throughput(std::uint32_t workers)
    {
        const auto started = host(pluginhost::IsolationChoice::Worker, workers);
        const auto backend = started->backend("bench-frames");
        std::vector<std::thread> callers;
        std::atomic<int> left = workCalls;
        const auto begun = Clock::now();
        for (std::uint32_t caller = 0; caller < workers; ++caller)
            callers.emplace_back([&] {
                while (left.fetch_sub(1) > 0)
                    speak(*backend, "work 20");
            });
        for (auto& caller : callers)
            caller.join();
        return workCalls / (microseconds(Clock::now() - begun) / 1e6);
    }

    void run()
    {
        const auto here = host(pluginhost::IsolationChoice::Process, 0);
        const auto there = host(pluginhost::IsolationChoice::Worker, 1);
        std::printf("a frame of 20 ms on its way, the engine computes\n");
        frameTimes("  in process", underway(*here->backend("bench-frames"), "made"));
        frameTimes("  bare socketpair", bench::bareFrames(frames, true));
        frameTimes("  worker", underway(*there->backend("bench-frames"), "made"));
        std::printf("a frame of 20 ms on its way, the engine sleeps\n");
        frameTimes("  in process", underway(*here->backend("bench-frames"), "idle"));
        frameTimes("  bare socketpair", bench::bareFrames(frames, false));
        frameTimes("  worker", underway(*there->backend("bench-frames"), "idle"));
        std::printf("call to first audio\n");
        firstAudio("  in process", *here->backend("bench-frames"));
        firstAudio("  worker", *there->backend("bench-frames"));
        spawn();
        const double one = throughput(1);
        const double two = throughput(2);
        std::printf("calls of 20 ms CPU a second    1 worker %.1f   2 workers %.1f   ratio %.2f\n", one, two,
                    two / one);
    }
};

}  // namespace

int main()
{
    try {
        Bench().run();
        return 0;
    }
    catch (const std::exception& error) {
        std::fprintf(stderr, "bench_isolation: %s\n", error.what());
        return 1;
    }
}
