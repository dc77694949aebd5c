// A deterministic engine: each code point of the text is `ms_per_char` of a sine at -6 dBFS, whose pitch
// follows from the text and the voice. Every word mark comes at once, before the first audio.
#include <scaispeak/plugin.hpp>

#include <boost/json.hpp>
#include <config_schema.h>

#include <cmath>
#include <condition_variable>
#include <mutex>

namespace {

using namespace scaispeak;
using Clock = std::chrono::steady_clock;

struct Config
{
    explicit Config(std::string_view text) : json(boost::json::parse(text).as_object()) {}

    double number(const char* key, double otherwise) const
    {
        return json.contains(key) ? json.at(key).to_number<double>() : otherwise;
    }

    boost::json::object json;
    std::uint32_t sampleRate = static_cast<std::uint32_t>(number("sample_rate", 24000));
    bool isFloat = json.contains("encoding") && json.at("encoding").as_string() == "f32";
    double msPerChar = number("ms_per_char", 50);
    std::size_t chunkBytes = static_cast<std::size_t>(number("chunk_bytes", 4800));
    std::chrono::milliseconds delay{static_cast<int>(number("delay_ms_per_chunk", 0))};
};

bool startsCharacter(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

std::uint64_t codePoints(std::string_view text)
{
    return static_cast<std::uint64_t>(std::count_if(text.begin(), text.end(), startsCharacter));
}

class Tone : public Backend
{
public:
    Tone(const Host&, std::string_view config) : _config(config) {}

    Engine describe(const Call&) override
    {
        const std::uint32_t features = SCS_ENGINE_PRESET | SCS_ENGINE_WORD_MARKS | SCS_ENGINE_DETERMINISTIC;
        return {"tone", SCAISPEAK_PLUGIN_VERSION, features, {"en"}, {_config.sampleRate}, 0, 64};
    }

    void listVoices(const Call&, Emit<Voice>& emit) override
    {
        for (const char* name : {"tone-a", "tone-b"})
            if (!emit({name, name, {}, "en", {"en"}, Gender::Neutral, {}, {}})) return;
    }

    Status synthesize(const Call& call, const SynthesisRequest& request, AudioSink& sink,
                      SynthesisResult& result) override
    {
        if (request.engineVoice != "tone-a" && request.engineVoice != "tone-b")
            throw Error(Status::Unsupported, "engine-tone.unknown_voice", "use the voice tone-a or tone-b");
        const double perChar = _config.msPerChar * _config.sampleRate / 1000 / request.speed.value_or(1);
        sink.begin(_config.isFloat ? Encoding::PcmF32 : Encoding::PcmS16, _config.sampleRate, 1);
        emitWords(request.text, perChar, sink);
        const auto frames =
            static_cast<std::size_t>(std::llround(perChar * static_cast<double>(codePoints(request.text))));
        const std::vector<std::uint8_t> audio = sine(frames, pitchOf(request.text, request.engineVoice));
        for (std::size_t offset = 0; offset < audio.size(); offset += _config.chunkBytes) {
            if (const Status stop = pause(call); stop != Status::Ok) return stop;
            const std::size_t size = std::min(_config.chunkBytes, audio.size() - offset);
            if (sink.write(Span<const std::uint8_t>(audio.data() + offset, size)) != Status::Ok)
                return sink.status();
        }
        result.charsDone = codePoints(request.text);
        return Status::Ok;
    }

    void cancel(std::string_view) override
    {
        const std::lock_guard lock(_mutex);
        _wake.notify_all();
    }

private:
    static void emitWords(std::string_view text, double framesPerChar, AudioSink& sink)
    {
        std::size_t end = 0;
        for (std::size_t start = 0;
             (start = text.find_first_not_of(" \t\r\n", end)) != std::string_view::npos;) {
            end = std::min(text.find_first_of(" \t\r\n", start), text.size());
            const double chars = static_cast<double>(codePoints(text.substr(0, start)));
            sink.event(
                {SCS_EVENT_WORD, start, end - start, static_cast<std::uint64_t>(chars * framesPerChar)});
        }
    }

    /// FNV-1a, so that it is the same everywhere. Hz.
    static double pitchOf(std::string_view text, std::string_view voice)
    {
        std::uint32_t hash = 2166136261U;
        for (const std::string_view part : {text, voice})
            for (const char byte : part)
                hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
        return 200 + hash % 1800;
    }

    std::vector<std::uint8_t> sine(std::size_t frames, double pitch) const
    {
        constexpr double turn = 6.283185307179586;
        std::vector<std::uint8_t> out(frames * (_config.isFloat ? 4 : 2));
        for (std::size_t frame = 0; frame < frames; ++frame) {
            const double value =
                0.5 * std::sin(turn * pitch * static_cast<double>(frame) / _config.sampleRate);
            const auto real = static_cast<float>(value);
            const auto integer = static_cast<std::int16_t>(std::lround(value * 32767));
            if (_config.isFloat)
                std::memcpy(&out[frame * 4], &real, 4);
            else
                std::memcpy(&out[frame * 2], &integer, 2);
        }
        return out;
    }

    /// Waits between chunks; a cancelled call wakes it, and a deadline is seen within 20 ms.
    Status pause(const Call& call)
    {
        std::unique_lock lock(_mutex);
        const auto end = Clock::now() + _config.delay;
        while (!call.cancelled() && Clock::now() < end)
            _wake.wait_until(lock, std::min(end, Clock::now() + std::chrono::milliseconds(20)));
        return call.status();
    }

    const Config _config;
    std::mutex _mutex;
    std::condition_variable _wake;
};

constexpr PluginInfo tone{SCAISPEAK_PLUGIN_ID, "Tone engine",           SCAISPEAK_PLUGIN_VERSION, "ScaiSpeak",
                          "Apache-2.0",        SCAISPEAK_CONFIG_SCHEMA, Threading::Concurrent};

}  // namespace

SCAISPEAK_PLUGIN(Tone, tone)
