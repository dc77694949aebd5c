// An engine with one voice. Until you put yours in, it speaks every word as a short tone.
#include <scaispeak/plugin.hpp>

#include <config_schema.h>

#include <cmath>

namespace {

constexpr std::uint32_t sampleRate = 24000;
constexpr std::size_t framesPerWord = sampleRate / 5;
constexpr const char* blanks = " \t\r\n";

class Example : public scaispeak::Backend
{
public:
    // The configuration is JSON text that fits config_schema.json: read it with the JSON library you like.
    Example(const scaispeak::Host&, std::string_view) {}

    scaispeak::Engine describe(const scaispeak::Call&) override
    {
        scaispeak::Engine engine;
        engine.name = "example";
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
        voice.name = "example";
        voice.language = "en";
        emit(voice);
    }

    scaispeak::Status synthesize(const scaispeak::Call& call, const scaispeak::SynthesisRequest& request,
                                 scaispeak::AudioSink& sink, scaispeak::SynthesisResult& result) override
    {
        if (request.engineVoice != "example")
            throw scaispeak::Error(scaispeak::Status::Unsupported, "backend-example.unknown_voice",
                                   "this engine has one voice: example");
        std::size_t end = 0;
        while (true) {
            const std::size_t start = request.text.find_first_not_of(blanks, end);
            if (start == std::string_view::npos) break;
            end = std::min(request.text.find_first_of(blanks, start), request.text.size());
            if (call.cancelled()) return call.status();
            if (sink.frames() == 0) sink.begin(scaispeak::Encoding::PcmS16, sampleRate, 1);
            sink.event({SCS_EVENT_WORD, start, end - start, sink.frames()});
            if (sink.write(scaispeak::Span<const std::int16_t>(_tone)) != scaispeak::Status::Ok)
                return sink.status();
        }
        for (const char byte : request.text)
            result.charsDone += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
        return scaispeak::Status::Ok;
    }

private:
    static std::vector<std::int16_t> makeTone()
    {
        std::vector<std::int16_t> samples(framesPerWord);
        for (std::size_t frame = 0; frame < framesPerWord / 2; ++frame)
            samples[frame] = static_cast<std::int16_t>(
                16000 * std::sin(static_cast<double>(frame) * 2 * 3.14159265 * 440 / sampleRate));
        return samples;
    }

    const std::vector<std::int16_t> _tone = makeTone();
};

// The strictest threading is the default; say Concurrent only when synthesize really may run several times at
// once.
constexpr scaispeak::PluginInfo info{SCAISPEAK_PLUGIN_ID,
                                     "Example",
                                     SCAISPEAK_PLUGIN_VERSION,
                                     "Your name",
                                     "Apache-2.0",
                                     SCAISPEAK_CONFIG_SCHEMA,
                                     scaispeak::Threading::Concurrent};

}  // namespace

SCAISPEAK_PLUGIN(Example, info)
