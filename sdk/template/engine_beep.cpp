#include <scaispeak/plugin.hpp>

#include <config_schema.h>

#include <cmath>

namespace {

constexpr std::uint32_t sampleRate = 24000;
constexpr std::size_t framesPerWord = sampleRate / 5;

/// One beep a word.
class Beep : public scaispeak::Backend
{
public:
    Beep(const scaispeak::Host&, std::string_view) {}

    scaispeak::Engine describe(const scaispeak::Call&) override
    {
        scaispeak::Engine engine;
        engine.name = "beep";
        engine.version = SCAISPEAK_PLUGIN_VERSION;
        engine.features = SCS_ENGINE_PRESET | SCS_ENGINE_WORD_MARKS | SCS_ENGINE_DETERMINISTIC;
        engine.languages = {"en"};
        engine.sampleRates = {sampleRate};
        engine.maxConcurrency = 16;
        return engine;
    }

    void listVoices(const scaispeak::Call&, scaispeak::Emit<scaispeak::Voice>& emit) override
    {
        scaispeak::Voice voice;
        voice.name = "beep";
        voice.language = "en";
        emit(voice);
    }

    scaispeak::Status synthesize(const scaispeak::Call& call, const scaispeak::SynthesisRequest& request,
                                 scaispeak::AudioSink& sink, scaispeak::SynthesisResult& result) override
    {
        if (request.engineVoice != "beep")
            throw scaispeak::Error(scaispeak::Status::Unsupported, "engine-beep.unknown_voice",
                                   "this engine has one voice: beep");
        std::size_t end = 0;
        while (true) {
            const std::size_t start = request.text.find_first_not_of(" \t\r\n", end);
            if (start == std::string_view::npos) break;
            end = std::min(request.text.find_first_of(" \t\r\n", start), request.text.size());
            if (call.cancelled()) return call.status();
            if (sink.frames() == 0) sink.begin(scaispeak::Encoding::PcmS16, sampleRate, 1);
            sink.event({SCS_EVENT_WORD, start, end - start, sink.frames()});
            if (sink.write(scaispeak::Span<const std::int16_t>(_beep)) != scaispeak::Status::Ok)
                return sink.status();
        }
        for (const char byte : request.text)
            result.charsDone += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
        return scaispeak::Status::Ok;
    }

private:
    static std::vector<std::int16_t> makeBeep()
    {
        std::vector<std::int16_t> samples(framesPerWord);
        for (std::size_t frame = 0; frame < framesPerWord / 2; ++frame)
            samples[frame] = static_cast<std::int16_t>(
                16000 * std::sin(static_cast<double>(frame) * 2 * 3.14159265 * 440 / sampleRate));
        return samples;
    }

    const std::vector<std::int16_t> _beep = makeBeep();
};

constexpr scaispeak::PluginInfo beep{SCAISPEAK_PLUGIN_ID,
                                     "Beep",
                                     SCAISPEAK_PLUGIN_VERSION,
                                     "Example",
                                     "Apache-2.0",
                                     SCAISPEAK_CONFIG_SCHEMA,
                                     scaispeak::Threading::Concurrent};

}  // namespace

SCAISPEAK_PLUGIN(Beep, beep)
