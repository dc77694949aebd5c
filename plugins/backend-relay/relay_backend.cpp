#include "relay_backend.hpp"

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

Status RelayBackend::synthesize(const Call& call, const SynthesisRequest& request, AudioSink& sink,
                                SynthesisResult& result)
{
    if (const Status said = call.status(); said != Status::Ok) return said;
    checkOrder(request);
    const auto voice = _settings.voices.find(request.engineVoice);
    auto line = _lines.take();
    Status status = Status::Ok;
    {
        SpeechCall speech(_settings, _standing, line, call, request, sink);
        std::unique_lock lock(_mutex);
        const auto place = _running.emplace(std::string(call.requestId()), &speech);
        lock.unlock();
        const auto forget = [&] {
            const std::lock_guard again(_mutex);
            _running.erase(place);
        };
        try {
            status = speech.run(voice->second);
        }
        catch (...) {
            forget();
            throw;
        }
        forget();
    }
    _lines.giveBack(std::move(line));
    if (status == Status::Ok) result.charsDone = characters(request.text);
    return status;
}

void RelayBackend::checkOrder(const SynthesisRequest& request)
{
    if (request.textFormat != SCS_TEXT_PLAIN)
        throw Error(Status::Unsupported, "backend-relay.text_format", "the relay reads plain text only");
    if (_settings.voices.find(request.engineVoice) == _settings.voices.end())
        throw Error(Status::Unsupported, "voice_not_supported",
                    "the relay has no voice for this one; the operator maps it under 'voices'");
    if (!_settings.complete())
        throw Error(Status::Unavailable, "relay_credentials_missing",
                    "the operator sets url, api_key and model of the relay");
    if (!_standing.begin(Standing::Clock::now()))
        throw Error(Status::Unavailable, "circuit_open", "the relay failed several times; try again");
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
    if (!_standing.reachable()) return {false, "relay_unreachable", "the relay takes no connection"};
    if (!_standing.closed(Standing::Clock::now()))
        return {false, "circuit_open", "the relay answers and fails"};
    return {};
}

}  // namespace scaispeak::relay
