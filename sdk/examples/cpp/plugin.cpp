// An engine that plays a note for each letter, in two voices. It adds to the smallest one: a configuration,
// word marks, speed, errors with a reason, log lines and metrics.
#include <scaispeak/plugin.hpp>

#include <boost/json.hpp>
#include <config_schema.h>

#include <cmath>
#include <stdexcept>

namespace {

constexpr std::uint32_t sampleRate = 24000;

/// What config_schema.json allows; the host has checked it, and the defaults are ours to fill in.
struct Settings
{
    explicit Settings(std::string_view config)
    {
        const boost::json::object given = boost::json::parse(config).as_object();
        if (const auto* value = given.if_contains("ms_per_letter")) msPerLetter = value->to_number<double>();
        if (const auto* value = given.if_contains("volume")) volume = value->to_number<double>();
    }

    double msPerLetter = 60;
    double volume = 0.5;
};

class Tune : public scaispeak::Backend
{
public:
    Tune(const scaispeak::Host& host, std::string_view config) : _host(host), _settings(config)
    {
        _host.log(scaispeak::LogLevel::Info, "tune_ready", {{"ms_per_letter", _settings.msPerLetter}});
    }

    scaispeak::Engine describe(const scaispeak::Call&) override
    {
        return {"tune",
                SCAISPEAK_PLUGIN_VERSION,
                SCS_ENGINE_PRESET | SCS_ENGINE_WORD_MARKS | SCS_ENGINE_DETERMINISTIC,
                {"en"},
                {sampleRate},
                0,
                16};
    }

    void listVoices(const scaispeak::Call&, scaispeak::Emit<scaispeak::Voice>& emit) override
    {
        for (const char* name : {"low", "high"})
            if (!emit({name, name, {}, "en", {"en"}, scaispeak::Gender::Neutral, {}, {}})) return;
    }

    scaispeak::Status synthesize(const scaispeak::Call& call, const scaispeak::SynthesisRequest& request,
                                 scaispeak::AudioSink& sink, scaispeak::SynthesisResult& result) override
    {
        if (request.text == "fail loudly") throw std::runtime_error("somebody asked for it");
        const double base = pitchOf(request.engineVoice);
        const auto perLetter =
            static_cast<std::size_t>(_settings.msPerLetter * sampleRate / 1000 / request.speed.value_or(1));
        sink.begin(scaispeak::Encoding::PcmF32, sampleRate, 1);
        bool inWord = false;
        for (std::size_t offset = 0; offset < request.text.size(); ++offset) {
            if (call.cancelled()) return call.status();
            const bool blank = request.text[offset] == ' ' || request.text[offset] == '\n';
            if (!blank && !inWord) markWord(request.text, offset, sink);
            inWord = !blank;
            const auto letter = static_cast<unsigned char>(request.text[offset]);
            const std::vector<float> samples =
                note(blank ? 0 : base * std::exp2(letter % 12 / 12.0), perLetter);
            if (sink.write(scaispeak::Span<const float>(samples)) != scaispeak::Status::Ok)
                return sink.status();
            result.charsDone += (letter & 0xC0U) != 0x80U;
        }
        _host.count("tune_letters", static_cast<double>(result.charsDone));
        return scaispeak::Status::Ok;
    }

private:
    static double pitchOf(std::string_view voice)
    {
        if (voice == "low") return 220;
        if (voice == "high") return 440;
        throw scaispeak::Error(scaispeak::Status::Unsupported, "backend-tune.unknown_voice",
                               "use the voice low or high");
    }

    static void markWord(std::string_view text, std::size_t start, scaispeak::AudioSink& sink)
    {
        const std::size_t end = std::min(text.find_first_of(" \n", start), text.size());
        sink.event({SCS_EVENT_WORD, start, end - start, sink.frames()});
    }

    std::vector<float> note(double hertz, std::size_t frames) const
    {
        std::vector<float> samples(frames);
        for (std::size_t frame = 0; frame < frames; ++frame)
            samples[frame] =
                static_cast<float>(_settings.volume * std::sin(6.283185307179586 * hertz *
                                                               static_cast<double>(frame) / sampleRate));
        return samples;
    }

    const scaispeak::Host& _host;
    const Settings _settings;
};

constexpr scaispeak::PluginInfo tune{SCAISPEAK_PLUGIN_ID,
                                     "Tune",
                                     SCAISPEAK_PLUGIN_VERSION,
                                     "ScaiSpeak",
                                     "Apache-2.0",
                                     SCAISPEAK_CONFIG_SCHEMA,
                                     scaispeak::Threading::Concurrent};

}  // namespace

SCAISPEAK_PLUGIN(Tune, tune)
