#include "relay_backend.hpp"

#include "refusal.hpp"

namespace scaispeak::relay {
namespace {

constexpr std::uint32_t mostCharacters = 4'096;
/// What the host believes an engine; how many calls a relay takes at once, it says itself, by its 429.
constexpr std::uint32_t mostCalls = 1'024;

std::uint64_t characters(std::string_view text)
{
    return static_cast<std::uint64_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

struct Words
{
    std::string_view reason;
    std::string_view publicMessage;
    std::string_view explanation;
};

Words wordsOf(Standing::State down)
{
    switch (down) {
        case Standing::State::Unreachable:
            return {"relay_unreachable", "the relay is left alone; try again",
                    "the relay takes no connection, or does not answer"};
        case Standing::State::Full:
            return {"saturated", "the relay takes no more calls just now; try again",
                    "the relay answered 429 and is left alone for a while"};
        case Standing::State::Refusing:
            return {
                "relay_credentials_missing",
                "the relay does not accept this deployment's credential; the operator mends api_key",
                "the relay does not accept api_key; a call tries it every 30 s, or set another and reload"};
        default:
            return {"circuit_open", "the relay is left alone; try again", "the relay answers and fails"};
    }
}

}  // namespace

RelayBackend::RelayBackend(const Host&, std::string_view config) : _settings(readSettings(config))
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
    if (_settings.complete()) _prober.emplace(_settings, _standing);
}

Engine RelayBackend::describe(const Call&)
{
    Engine engine;
    engine.name = _settings.model.empty() ? "relay" : _settings.model;
    engine.version = std::string("1");
    engine.features = SCS_ENGINE_PRESET;
    engine.languages = _settings.languages;
    engine.sampleRates = {24'000};
    engine.maxChars = mostCharacters;
    engine.maxConcurrency = mostCalls;
    return engine;
}

void RelayBackend::listVoices(const Call&, Emit<Voice>& emit)
{
    for (const auto& [name, ignored] : _settings.voices) {
        Voice voice;
        voice.name = name;
        voice.displayName = name;
        voice.language = _settings.languages.front();
        voice.languages = _settings.languages;
        if (!emit(voice)) return;
    }
}

/// A call that cancel() can find.
class RelayBackend::Running
{
public:
    Running(RelayBackend& backend, std::string_view requestId, SpeechCall& speech) : _backend(backend)
    {
        const std::lock_guard lock(_backend._mutex);
        _place = _backend._running.emplace(std::string(requestId), &speech);
    }
    ~Running()
    {
        const std::lock_guard lock(_backend._mutex);
        _backend._running.erase(_place);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    RelayBackend& _backend;
    decltype(_backend._running)::iterator _place;
};

Status RelayBackend::synthesize(const Call& call, const SynthesisRequest& request, AudioSink& sink,
                                SynthesisResult& result)
{
    if (const Status said = call.status(); said != Status::Ok) return said;
    const std::string& voice = voiceFor(request);
    const LinePool::Lease lease(_lines);
    for (std::size_t format = _format;; ++format) {
        SpeechCall speech(_settings, _standing, lease.line(), call, request, sink);
        const Running running(*this, call.requestId(), speech);
        try {
            const Status status = speech.run(voice, _settings.formats[format]);
            if (status == Status::Ok) {
                result.charsDone = characters(request.text);
                _format = format;
            }
            return status;
        }
        catch (const Error&) {
            if (!mayBeTheFormat(speech.httpStatus()) || format + 1 == _settings.formats.size()) throw;
        }
    }
}

const std::string& RelayBackend::voiceFor(const SynthesisRequest& request)
{
    if (request.textFormat != SCS_TEXT_PLAIN)
        throw Error(Status::Unsupported, "backend-relay.text_format", "the relay reads plain text only");
    const auto voice = _settings.voices.find(request.engineVoice);
    if (voice == _settings.voices.end())
        throw Error(Status::Unsupported, "voice_not_supported",
                    "the relay has no voice for this one; the operator maps it under 'voices'");
    if (!_settings.complete())
        throw Error(Status::Unavailable, "relay_credentials_missing",
                    "the operator sets url, api_key and model of the relay");
    takeTurn();
    return voice->second;
}

void RelayBackend::takeTurn()
{
    const auto now = Standing::Clock::now();
    const Standing::State state = _standing.begin(now);
    if (state == Standing::State::Fit) return;
    const Words words = wordsOf(state);
    const bool full = state == Standing::State::Full;
    throw Error(full ? Status::Overloaded : Status::Unavailable, std::string(words.reason),
                std::string(words.publicMessage), std::string(words.explanation),
                full ? _standing.fullFor(now) : std::chrono::seconds(0));
}

void RelayBackend::cancel(std::string_view requestId)
{
    const std::lock_guard lock(_mutex);
    const auto [first, last] = _running.equal_range(requestId);
    for (auto place = first; place != last; ++place)
        place->second->stop();
}

Health RelayBackend::health()
{
    if (!_settings.complete())
        return {false, "relay_credentials_missing", "url, api_key and model of the relay are to be set"};
    const Standing::State state = _standing.state(Standing::Clock::now());
    if (state == Standing::State::Fit) return {};
    const Words words = wordsOf(state);
    return {false, std::string(words.reason), std::string(words.explanation)};
}

}  // namespace scaispeak::relay
