// Nanoseconds of a synthesize call, a sink write and a status poll through the plugin ABI, beside the same
// through a virtual C++ call, in one run. Best of seven rounds each: the least disturbed one.
#include "core/backend.hpp"
#include "pluginhost/loader/plugin_loader.hpp"
#include "pluginhost/plugin_backend.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>
#include <memory>

namespace {

using namespace scaispeak;

constexpr int rounds = 7;
constexpr int repetitions = 1'000'000;

class NoLogger : public core::Logger
{
public:
    bool enabled(core::LogLevel) const noexcept override { return false; }
    void write(core::LogLevel, std::string_view, std::span<const core::LogField>) noexcept override {}
};

struct NoInstrument : core::Counter, core::Gauge, core::Histogram
{
    void add(double) override {}
    void set(double) override {}
    void observe(double) override {}
};

class NoMetrics : public core::Metrics
{
public:
    core::Counter& counter(const std::string&, const std::string&, const core::MetricLabels&) override
    {
        return _none;
    }
    core::Gauge& gauge(const std::string&, const std::string&, const core::MetricLabels&) override
    {
        return _none;
    }
    core::Histogram& histogram(const std::string&, const std::string&, const std::vector<double>&,
                               const core::MetricLabels&) override
    {
        return _none;
    }

private:
    NoInstrument _none;
};

class NoCredentials : public core::CredentialLookup
{
public:
    std::optional<core::Identity> lookup(const core::Sha256&) override { return std::nullopt; }
};

class CountingSink : public core::AudioSink
{
public:
    core::StopReason begin(const core::AudioFormat&) override { return core::StopReason::None; }
    core::StopReason write(std::span<const std::byte> bytes) override
    {
        _bytes += bytes.size();
        return core::StopReason::None;
    }
    void event(const core::SpeechEvent&) override {}

private:
    std::uint64_t _bytes = 0;
};

/// The same engine as a C++ class: what there would be without an ABI.
class DirectBackend : public core::Backend
{
public:
    std::shared_ptr<const core::EngineDescription> describe() override
    {
        return std::make_shared<core::EngineDescription>();
    }
    std::vector<core::EngineVoice> listVoices() override { return {}; }
    core::SynthesisOutcome synthesize(const core::SynthesisRequest& request, core::AudioSink& sink,
                                      const core::Cancellation& cancellation) override
    {
        // One frame: a million of them stay within what a text can be.
        static constexpr std::array<std::byte, 2> silence{};
        core::SynthesisOutcome outcome;
        outcome.status = core::SynthesisStatus::Ok;
        const char kind = request.text[0];
        if (kind == 'w') sink.begin({core::Encoding::PcmS16, 24'000, 1});
        for (int count = 0; count < repetitions && (kind == 'w' || kind == 'p'); ++count)
            if (kind == 'w' ? sink.write(silence) != core::StopReason::None : cancellation.stopped()) break;
        return outcome;
    }
    void cancel(const std::string&) noexcept override {}
    core::BackendHealth health() override { return {}; }
};

double best(const std::function<void()>& work)
{
    double least = 1e18;
    for (int round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
        least = std::min(least, took.count() / repetitions);
    }
    return least;
}

double measure(core::Backend& backend, const std::string& text, std::chrono::nanoseconds timeLeft, int calls)
{
    core::SynthesisRequest request;
    request.requestId = "req_bench";
    request.text = text;
    request.engineVoice = "none";
    request.timeLeft = timeLeft;
    CountingSink sink;
    core::Cancellation cancellation;
    return best([&] {
        for (int count = 0; count < calls; ++count)
            if (backend.synthesize(request, sink, cancellation).status != core::SynthesisStatus::Ok)
                std::terminate();
    });
}

void compare(const char* what, core::Backend& plugin, core::Backend& direct, const std::string& text,
             int calls)
{
    const double abi = measure(plugin, text, std::chrono::nanoseconds(0), calls);
    const double abiWithDeadline = measure(plugin, text, std::chrono::hours(1), calls);
    const double cpp = measure(direct, text, std::chrono::hours(1), calls);
    std::printf("%-18s %8.1f ns %8.1f ns with a deadline %8.1f ns direct\n", what, abi, abiWithDeadline, cpp);
}

}  // namespace

int main()
{
    NoLogger logger;
    NoMetrics metrics;
    NoCredentials credentials;
    const pluginhost::HostServices services{logger, metrics, credentials, "bench", "0"};
    const pluginhost::LoadedPlugin loaded = pluginhost::PluginLoader().inspect(BENCH_ENGINE);
    pluginhost::PluginBackend plugin(std::make_shared<pluginhost::PluginInstance>(
        loaded.descriptor, loaded.interfaces, services, nullptr, boost::json::object{}));
    pluginhost::PluginBackend gated(std::make_shared<pluginhost::PluginInstance>(
        loaded.descriptor, loaded.interfaces, services, std::make_shared<pluginhost::Gate>(),
        boost::json::object{}));
    DirectBackend direct;

    compare("synthesize", plugin, direct, "nothing", repetitions);
    compare("synthesize, gated", gated, direct, "nothing", repetitions);
    compare("sink.write", plugin, direct, "write", 1);
    compare("call_status", plugin, direct, "poll", 1);
    return 0;
}
