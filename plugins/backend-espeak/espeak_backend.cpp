#include "espeak_backend.hpp"

#include "speech.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>

namespace scaispeak::espeak {

namespace {

/// At espeakRATE_MAXIMUM the library speaks at its normal pace and squeezes the result, which is slow and
/// displaces marks.
constexpr int fastestPace = espeakRATE_MAXIMUM - 1;

}  // namespace

EspeakBackend::EspeakBackend(const Host&, std::string_view config)
{
    const boost::json::object json = boost::json::parse(config).as_object();
    std::string dataPath;
    if (const auto* path = json.if_contains("data_path")) dataPath = path->as_string();
    if (const auto* pace = json.if_contains("words_per_minute")) _wordsPerMinute = pace->to_number<int>();
    if (const auto* volume = json.if_contains("volume")) _volume = volume->to_number<int>();
    _library = &Library::open(dataPath);
}

Engine EspeakBackend::describe(const Call&)
{
    Engine engine;
    engine.name = "espeak-ng";
    engine.version = _library->version();
    engine.features = SCS_ENGINE_PRESET | SCS_ENGINE_WORD_MARKS;
    engine.languages = voices().languages();
    engine.sampleRates = {_library->sampleRate()};
    engine.maxConcurrency = 1;
    return engine;
}

void EspeakBackend::listVoices(const Call&, Emit<Voice>& emit)
{
    for (const Voice& voice : voices().voices())
        if (!emit(voice)) return;
}

Status EspeakBackend::synthesize(const Call& call, const SynthesisRequest& request, AudioSink& sink,
                                 SynthesisResult& result)
{
    if (request.textFormat != SCS_TEXT_PLAIN)
        throw Error(Status::Unsupported, "backend-espeak.text_format", "this engine reads plain text only");
    if (!voices().contains(request.engineVoice))
        throw Error(Status::Unsupported, "backend-espeak.unknown_voice",
                    "espeak-ng speaks with its own voices only: choose one of its list");

    const SpeakableText text(request.text);
    Speech speech(call, sink, text, _library->sampleRate());
    _library->speak(
        {std::string(request.engineVoice), text.utf8(), paceOf(request.speed.value_or(1.0)), _volume},
        [&](Span<const std::int16_t> samples, const espeak_EVENT* events) {
            return speech.take(samples, events);
        });
    result.charsDone = speech.status() == Status::Ok ? text.characters() : speech.charactersBegun();
    return speech.status();
}

const VoiceList& EspeakBackend::voices()
{
    if (!_voices) _voices.emplace(*_library);
    return *_voices;
}

int EspeakBackend::paceOf(double speed) const noexcept
{
    return static_cast<int>(
        std::lround(std::clamp<double>(_wordsPerMinute * speed, espeakRATE_MINIMUM, fastestPace)));
}

}  // namespace scaispeak::espeak
