// An engine that logs when it let go of a call that was cancelled, by the clock that the bench reads as well.
// It pushes 20 ms of audio each 5 ms and is woken by cancel(), as the plugin guide asks.
#include <scaispeak/plugin.hpp>

#include <config_schema.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace {

using namespace scaispeak;

class IdleEngine : public Backend
{
public:
    IdleEngine(const Host& host, std::string_view) : _host(host) {}

    Engine describe(const Call&) override
    {
        Engine engine;
        engine.name = "idle";
        engine.languages = {"en"};
        engine.sampleRates = {22'050};
        engine.features = SCS_ENGINE_PRESET;
        engine.maxConcurrency = IDLE_PLACES;
        return engine;
    }

    void listVoices(const Call&, Emit<Voice>&) override {}

    Status synthesize(const Call& call, const SynthesisRequest&, AudioSink& sink, SynthesisResult&) override
    {
        const std::array<std::int16_t, 441> chunk{};
        sink.begin(Encoding::PcmS16, 22'050, 1);
        Status status = Status::Ok;
        while (status == Status::Ok) {
            status = sink.write(Span<const std::int16_t>(chunk.data(), chunk.size()));
            if (status == Status::Ok) status = pause(call);
        }
        const auto now = std::chrono::steady_clock::now().time_since_epoch();
        _host.log(LogLevel::Info, "engine_idle",
                  {{"request_id", call.requestId()},
                   {"ns", std::int64_t{std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()}}});
        return status;
    }

    void cancel(std::string_view) override
    {
        const std::lock_guard lock(_mutex);
        _wake.notify_all();
    }

private:
    Status pause(const Call& call)
    {
        std::unique_lock lock(_mutex);
        _wake.wait_for(lock, std::chrono::milliseconds(5), [&] { return call.cancelled(); });
        return call.status();
    }

    const Host _host;
    std::mutex _mutex;
    std::condition_variable _wake;
};

constexpr PluginInfo info{SCAISPEAK_PLUGIN_ID, "Idle engine", SCAISPEAK_PLUGIN_VERSION,
                          "ScaiSpeak",         "Apache-2.0",  SCAISPEAK_CONFIG_SCHEMA,
                          IDLE_THREADING};

}  // namespace

SCAISPEAK_PLUGIN(IdleEngine, info)
