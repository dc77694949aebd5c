#include "node/request_reader.hpp"

#include "core/utf8.hpp"
#include "node/held_clip.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace scaispeak::node {
namespace {

namespace wire = scaiinfer::v1;

// A request goes to a worker in one frame of 1 MiB, its clip apart. Hosts send at most 100,000 characters.
constexpr std::size_t mostTextBytes = 512 * 1024;

std::size_t textBytes(const wire::SynthesizeRequest& given)
{
    return given.text().size() + given.language().size() + given.engine_voice().size() +
           given.design_prompt().size() + given.instructions().size() + given.reference().transcript().size();
}

bool knownEncoding(int encoding)
{
    return encoding >= wire::ENCODING_PCM_S16 && encoding <= wire::ENCODING_ALAW;
}

core::Encoding encodingOf(int encoding)
{
    return static_cast<core::Encoding>(encoding - 1);
}
static_assert(static_cast<int>(core::Encoding::PcmS16) + 1 == wire::ENCODING_PCM_S16);
static_assert(static_cast<int>(core::Encoding::Alaw) + 1 == wire::ENCODING_ALAW);

void readOptions(const wire::SynthesizeRequest& given, core::SynthesisRequest& out)
{
    if (given.has_speed()) out.speed = given.speed();
    if (given.has_cfg_value()) out.cfgValue = given.cfg_value();
    if (given.has_warmup_trim_ms()) out.warmupTrimMs = given.warmup_trim_ms();
    if (given.has_normalize_text()) out.normalizeText = given.normalize_text();
    out.preferredSampleRate = given.preferred_sample_rate();
    std::vector<core::Encoding> accept;
    const auto add = [&accept](core::Encoding encoding) {
        if (std::ranges::find(accept, encoding) == accept.end()) accept.push_back(encoding);
    };
    for (const int encoding : given.accept())
        if (knownEncoding(encoding)) add(encodingOf(encoding));
    add(core::Encoding::PcmS16);
    add(core::Encoding::PcmF32);
    out.accept = std::move(accept);
}

bool sound(const wire::Reference& given)
{
    return given.pcm().size() % 2 == 0 && given.pcm().size() / 2 == given.frames() &&
           given.sample_rate() >= 8'000 && given.sample_rate() <= 192'000;
}

}  // namespace

RequestReader::Answer RequestReader::read(wire::SynthesizeRequest&& given, core::SynthesisRequest& out)
{
    if (const Answer texts = readTexts(given, out); texts != Answer::Good) return texts;
    if (const Answer voice = readVoice(given, out); voice != Answer::Good) return voice;
    readOptions(given, out);
    return Answer::Good;
}

RequestReader::Answer RequestReader::invalid(std::string fault)
{
    _fault = std::move(fault);
    return Answer::Invalid;
}

RequestReader::Answer RequestReader::readTexts(wire::SynthesizeRequest& given, core::SynthesisRequest& out)
{
    if (given.text().empty()) return invalid("text is empty");
    if (textBytes(given) > mostTextBytes)
        return invalid("the texts have more than " + std::to_string(mostTextBytes) + " bytes");
    if (_maxChars != 0 && core::countCodePoints(given.text()) > _maxChars)
        return invalid("text has more than " + std::to_string(_maxChars) + " code points");
    out.text = std::move(*given.mutable_text());
    out.language = std::move(*given.mutable_language());
    if (given.has_instructions()) out.instructions = std::move(*given.mutable_instructions());
    return Answer::Good;
}

RequestReader::Answer RequestReader::readVoice(wire::SynthesizeRequest& given, core::SynthesisRequest& out)
{
    switch (given.voice_case()) {
        case wire::SynthesizeRequest::kEngineVoice:
            out.engineVoice = given.engine_voice();
            return Answer::Good;
        case wire::SynthesizeRequest::kDesignPrompt:
            out.designPrompt = given.design_prompt();
            return Answer::Good;
        case wire::SynthesizeRequest::kReference:
            return readReference(*given.mutable_reference(), out);
        default:
            return invalid("no voice is given");
    }
}

RequestReader::Answer RequestReader::readReference(wire::Reference& given, core::SynthesisRequest& out)
{
    ClipKey key{};
    if (given.key().size() != key.size()) return invalid("a reference key has 32 bytes");
    std::copy(given.key().begin(), given.key().end(), key.begin());
    std::shared_ptr<const Clip> clip;
    if (given.pcm().empty()) {
        clip = _clips.find(key);
        if (!clip) return Answer::NeedsReference;
        _keepsClip = true;
    }
    else {
        if (!sound(given)) return invalid("the clip's size or rate is not what it says");
        clip = std::make_shared<const Clip>(Clip{given.sample_rate(), std::move(*given.mutable_pcm()),
                                                 std::move(*given.mutable_transcript())});
        _keepsClip = _clips.keep(key, clip);
    }
    out.reference = std::make_shared<HeldClip>(key, std::move(clip));
    return Answer::Good;
}

}  // namespace scaispeak::node
