#include "speaker.hpp"

#include "check.hpp"

#include <array>

namespace scaispeak::check {

namespace {

constexpr std::array<std::int32_t, 2> accept{SCS_ENCODING_PCM_S16, SCS_ENCODING_PCM_F32};

// A clip for engines that only clone: six seconds of silence.
scs_status readClip(void*, std::uint64_t offset, std::uint8_t* data, std::uint64_t capacity,
                    std::uint64_t* size)
{
    constexpr std::uint64_t whole = 6 * 24000 * 2;
    *size = offset >= whole ? 0 : std::min(capacity, whole - offset);
    std::fill_n(data, *size, std::uint8_t{0});
    return SCS_OK;
}

const scs_reference& clip()
{
    static const std::array<std::uint8_t, 32> key{1, 2, 3};
    static const scs_reference reference{sizeof(scs_reference),
                                         24000,
                                         {key.data(), key.size()},
                                         6 * 24000,
                                         SCS_LITERAL("a clip"),
                                         nullptr,
                                         &readClip};
    return reference;
}

scs_status takeEngine(void* into, const scs_engine* engine)
{
    auto& facts = *static_cast<std::vector<EngineFacts>*>(into);
    EngineFacts one{testing::text(engine->name), engine->features, engine->max_chars, {}, {}};
    one.sampleRates.assign(engine->sample_rates, engine->sample_rates + engine->sample_rate_count);
    for (std::uint64_t index = 0; index < engine->language_count; ++index)
        one.languages.push_back(testing::text(engine->languages[index]));
    facts.push_back(std::move(one));
    return SCS_OK;
}

scs_status takeVoice(void* into, const scs_voice* voice)
{
    static_cast<std::vector<VoiceFacts>*>(into)->push_back(
        {testing::text(voice->name), testing::text(voice->language)});
    return SCS_OK;
}

}  // namespace

const scs_backend& backendOf(Subject& subject)
{
    const auto& table = subject.plugin().interfaces.backend;
    if (!table) throw NotOffered("is no backend");
    return *table;
}

std::string described(const Speaker::Result& result)
{
    return "status " + std::to_string(result.status) +
           (result.error.publicMessage.empty() ? "" : ", \"" + result.error.publicMessage + "\"");
}

Speaker::Speaker(Subject& subject) : _subject(subject), _table(backendOf(subject)), _instance(subject)
{
    readEngine();
    readVoices();
}

void Speaker::readEngine()
{
    std::vector<EngineFacts> engines;
    const CallControl call;
    testing::CapturedError error;
    const scs_status status =
        _table.describe(_instance.get(), call.raw(), &takeEngine, &engines, error.raw());
    require(status == SCS_OK,
            "describe failed with status " + std::to_string(status) + ", \"" + error.publicMessage + "\"");
    require(engines.size() == 1, "describe emitted " + std::to_string(engines.size()) + " engines, of one");
    _engine = engines.front();
}

void Speaker::readVoices()
{
    if (_table.list_voices == nullptr) return;
    const CallControl call;
    testing::CapturedError error;
    const scs_status status =
        _table.list_voices(_instance.get(), call.raw(), &takeVoice, &_voices, error.raw());
    require(status == SCS_OK,
            "list_voices failed with status " + std::to_string(status) + ", \"" + error.publicMessage + "\"");
}

Speaker::Result Speaker::speak(CallControl& call, std::string_view text, Listener& listener,
                               const std::function<void(scs_synthesis_request&)>& adjust)
{
    scs_synthesis_request request{};
    request.struct_size = sizeof request;
    request.text = testing::raw(text);
    request.accept = accept.data();
    request.accept_count = accept.size();
    if (!_voices.empty())
        request.engine_voice = testing::raw(_voices.front().name);
    else if (has(SCS_ENGINE_CLONE_APPROXIMATE | SCS_ENGINE_CLONE_FULL))
        request.reference = &clip();
    else
        request.design_prompt = SCS_LITERAL("a calm voice");
    if (adjust) adjust(request);

    Result result;
    result.raw.struct_size = sizeof result.raw;
    std::array<char, 256> node{};
    result.raw.node_id = {node.data(), node.size(), 0};
    const auto lock = _subject.enter();
    result.status = _table.synthesize(_instance.get(), call.raw(), &request, listener.raw(), &result.raw,
                                      result.error.raw());
    result.raw.node_id = {};
    return result;
}

Speaker::Result Speaker::mustSpeak(std::string_view text, Listener& listener)
{
    CallControl call;
    const Result result = speak(call, text, listener);
    require(listener.breach().empty(), listener.breach());
    require(result.status == SCS_OK, "a plain text is not spoken: " + described(result));
    return result;
}

}  // namespace scaispeak::check
