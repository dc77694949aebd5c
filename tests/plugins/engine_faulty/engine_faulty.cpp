// An engine that fails as it is told. The text is `mode` or `mode:N` (a capital does not matter): N good
// chunks of 20 ms of silence (none without N), and then
//   fail  an error            nan   a sample that is no number     odd   a byte too few
//   hang  nothing, until it is stopped      slow  further chunks each 20 ms, until it is stopped
//   deaf  nothing, for 1.5 s also when it is stopped
//   late  no error: the good chunks, but only after 300 ms
//   tell  no error: a line in the log with the ids of the call
// Any other text is spoken: 20 ms a byte. It sees that it was stopped within 20 ms, as an engine must at
// least.
#include "pacer.hpp"

#include <scaispeak/plugin.hpp>

#include <config_schema.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <limits>
#include <mutex>
#include <string>
#include <thread>

namespace {

using namespace scaispeak;
using Clock = std::chrono::steady_clock;

constexpr std::uint32_t sampleRate = 24000;
constexpr std::size_t chunkSamples = sampleRate / 50;
constexpr const char* modes[] = {"fail", "nan", "odd", "hang", "deaf", "slow", "late", "tell"};

class Faulty : public Backend
{
public:
    Faulty(const Host& host, std::string_view config) : _host(host), _trace(traceFile(config)) {}

    Engine describe(const Call&) override
    {
        return {"faulty", SCAISPEAK_PLUGIN_VERSION, SCS_ENGINE_PRESET, {"en"}, {sampleRate}, 0, 1024};
    }

    void listVoices(const Call&, Emit<Voice>& emit) override
    {
        emit({"faulty", "faulty", {}, "en", {"en"}, Gender::Neutral, {}, {}});
    }

    Status synthesize(const Call& call, const SynthesisRequest& request, AudioSink& sink,
                      SynthesisResult&) override
    {
        sink.begin(Encoding::PcmF32, sampleRate, 1);
        const Status status = speak(std::string(request.text), call, sink);
        if (status != Status::Ok) trace();
        return status;
    }

private:
    // The one setting is a path, so that no parser is needed: what stands after the colon, in quotes.
    static std::string traceFile(std::string_view config)
    {
        const std::size_t key = config.find("\"trace\"");
        if (key == std::string_view::npos) return {};
        const std::size_t begin = config.find('"', config.find(':', key)) + 1;
        return std::string(config.substr(begin, config.find('"', begin) - begin));
    }

    static Status push(AudioSink& sink, float sample, std::size_t bytesLess = 0)
    {
        const std::vector<float> samples(chunkSamples, sample);
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(samples.data());
        return sink.write(Span<const std::uint8_t>(bytes, samples.size() * sizeof(float) - bytesLess));
    }

    Status speak(const std::string& text, const Call& call, AudioSink& sink)
    {
        std::string mode = text.substr(0, text.find(':'));
        mode[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(mode[0])));
        const bool known = std::find(std::begin(modes), std::end(modes), mode) != std::end(modes);
        std::size_t good = known ? 0 : text.size();
        if (known && mode.size() < text.size()) good = std::stoul(text.substr(mode.size() + 1));
        if (mode == "late") std::this_thread::sleep_for(std::chrono::milliseconds(300));
        for (std::size_t chunk = 0; chunk < good; ++chunk)
            if (const Status status = push(sink, 0.0F); status != Status::Ok) return status;
        if (mode == "tell")
            _host.log(LogLevel::Info, "told",
                      {{"request_id", call.requestId()}, {"traceparent", call.traceparent()}});
        if (mode == "late" || mode == "tell") return Status::Ok;
        // What was good is to be on its way before it goes wrong.
        if (known && good > 0) std::this_thread::sleep_for(std::chrono::milliseconds(200));
        return known ? goWrong(mode, call, sink) : Status::Ok;
    }

    Status goWrong(const std::string& mode, const Call& call, AudioSink& sink)
    {
        if (mode == "fail") throw Error(Status::Internal, "engine-faulty.asked_to_fail", "it was asked to");
        if (mode == "nan") return push(sink, std::numeric_limits<float>::quiet_NaN());
        if (mode == "odd") return push(sink, 0.0F, 1);
        if (mode == "deaf") std::this_thread::sleep_for(std::chrono::milliseconds(1500));
        for (auto place = _pacer.join(); !call.cancelled(); _pacer.wait(place)) {
            if (mode != "slow") continue;
            if (const Status status = push(sink, 0.0F); status != Status::Ok) return status;
        }
        return call.status();
    }

    void trace()
    {
        if (_trace.empty()) return;
        const std::lock_guard lock(_mutex);
        if (std::FILE* file = std::fopen(_trace.c_str(), "a")) {
            std::fprintf(
                file, "%lld\n",
                static_cast<long long>(Clock::now().time_since_epoch() / std::chrono::nanoseconds(1)));
            std::fclose(file);
        }
    }

    const Host& _host;
    Pacer _pacer;
    const std::string _trace;
    std::mutex _mutex;
};

constexpr PluginInfo faulty{SCAISPEAK_PLUGIN_ID,  "Faulty engine", SCAISPEAK_PLUGIN_VERSION,
                            "ScaiSpeak",          "Apache-2.0",    SCAISPEAK_CONFIG_SCHEMA,
                            Threading::Concurrent};

}  // namespace

SCAISPEAK_PLUGIN(Faulty, faulty)
