// A deterministic engine: each code point of the text is `ms_per_char` of a sine at -6 dBFS, whose pitch
// follows from the text and the voice. Every word mark comes at once, before the first audio.
#include "tone_pitch.hpp"

#include <scaispeak/plugin.hpp>

#include <boost/json.hpp>
#include <config_schema.h>

#include <cmath>
#include <condition_variable>
#include <mutex>

namespace {

using namespace scaispeak;

class Tone : public Backend
{
public:
    Tone(const Host&, std::string_view config) : _config(boost::json::parse(config).as_object()) {}

    Engine describe(const Call&) override
    {
        const std::uint32_t features = SCS_ENGINE_PRESET | SCS_ENGINE_WORD_MARKS | SCS_ENGINE_DETERMINISTIC;
        return {"tone", SCAISPEAK_PLUGIN_VERSION, features, {"en"}, {_sampleRate}, 0, 64};
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
        const double perChar = _msPerChar * _sampleRate / 1000 / request.speed.value_or(1);
        sink.begin(_isFloat ? Encoding::PcmF32 : Encoding::PcmS16, _sampleRate, 1);
        emitWords(request.text, perChar, sink);
        const auto frames =
            static_cast<std::size_t>(std::llround(perChar * static_cast<double>(codePoints(request.text))));
        const std::vector<std::uint8_t> audio = sine(frames, pitchOf(request.text, request.engineVoice));
        for (std::size_t offset = 0; offset < audio.size(); offset += _chunkBytes) {
            if (const Status stop = pause(call); stop != Status::Ok) return stop;
            const std::size_t size = std::min(_chunkBytes, audio.size() - offset);
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
    double number(const char* key, double otherwise) const
    {
        return _config.contains(key) ? _config.at(key).to_number<double>() : otherwise;
    }

    static void emitWords(std::string_view text, double framesPerChar, AudioSink& sink)
    {
        for (std::size_t start = 0, end = 0; (start = text.find_first_not_of(" \t\n", end)) < text.size();) {
            end = std::min(text.find_first_of(" \t\n", start), text.size());
            const double frame = static_cast<double>(codePoints(text.substr(0, start))) * framesPerChar;
            sink.event({SCS_EVENT_WORD, start, end - start, static_cast<std::uint64_t>(frame)});
        }
    }

    std::vector<std::uint8_t> sine(std::size_t frames, double pitch) const
    {
        std::vector<std::uint8_t> out(frames * (_isFloat ? 4 : 2));
        for (std::size_t frame = 0; frame < frames; ++frame) {
            const double turns = pitch * static_cast<double>(frame) / _sampleRate;
            const auto real = static_cast<float>(0.5 * std::sin(6.283185307179586 * turns));
            const auto integer = static_cast<std::int16_t>(std::lround(real * 32767));
            if (_isFloat)
                std::memcpy(&out[frame * 4], &real, 4);
            else
                std::memcpy(&out[frame * 2], &integer, 2);
        }
        return out;
    }

    /// Waits between chunks; a cancelled call wakes it, and a deadline is seen after the wait.
    Status pause(const Call& call)
    {
        std::unique_lock lock(_mutex);
        if (_delay.count() > 0) _wake.wait_for(lock, _delay, [&] { return call.cancelled(); });
        return call.status();
    }

    const boost::json::object _config;
    const std::uint32_t _sampleRate = static_cast<std::uint32_t>(number("sample_rate", 24000));
    const bool _isFloat = _config.contains("encoding") && _config.at("encoding").as_string() == "f32";
    const double _msPerChar = number("ms_per_char", 50);
    const std::size_t _chunkBytes = static_cast<std::size_t>(number("chunk_bytes", 4800));
    const std::chrono::milliseconds _delay{static_cast<int>(number("delay_ms_per_chunk", 0))};
    std::mutex _mutex;
    std::condition_variable _wake;
};

constexpr PluginInfo tone{SCAISPEAK_PLUGIN_ID, "Tone engine", SCAISPEAK_PLUGIN_VERSION,
                          "ScaiSpeak",         "Apache-2.0",  SCAISPEAK_CONFIG_SCHEMA,
                          TONE_THREADING};

}  // namespace

SCAISPEAK_PLUGIN(Tone, tone)
