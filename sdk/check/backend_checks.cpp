#include "check_lists.hpp"
#include "pluginhost/loader/text.hpp"
#include "speaker.hpp"
#include "texts.hpp"

#include <algorithm>
#include <set>

namespace scaispeak::check {

namespace {

std::string describe(Subject& subject)
{
    const Speaker speaker(subject);
    const EngineFacts& engine = speaker.engine();
    require(!engine.name.empty() && pluginhost::isPlainText(engine.name),
            "the engine has no name, or one that is no text");
    require(!engine.languages.empty(), "the engine names no language");
    require(!engine.sampleRates.empty(), "the engine names no sample rate");
    for (const std::uint32_t rate : engine.sampleRates)
        require(rate >= 8000 && rate <= 192000,
                "the engine names " + std::to_string(rate) + " Hz, of 8000 to 192000");
    constexpr auto kinds =
        SCS_ENGINE_PRESET | SCS_ENGINE_CLONE_APPROXIMATE | SCS_ENGINE_CLONE_FULL | SCS_ENGINE_DESIGN;
    require(speaker.has(kinds),
            "the engine says neither preset, nor clone, nor design: nobody can speak with it");
    require(speaker.has(SCS_ENGINE_PRESET) == (speaker.table().list_voices != nullptr),
            "SCS_ENGINE_PRESET and list_voices go together: offer both, or neither");
    return engine.name;
}

std::string voices(Subject& subject)
{
    const Speaker speaker(subject);
    if (!speaker.has(SCS_ENGINE_PRESET)) throw NotOffered("brings no voices");
    require(!speaker.voices().empty(),
            "list_voices emits none: an engine with SCS_ENGINE_PRESET brings some");
    std::set<std::string> names;
    for (const VoiceFacts& voice : speaker.voices()) {
        require(!voice.name.empty() && pluginhost::isPlainText(voice.name),
                "a voice has no name, or one that is no text");
        require(!voice.language.empty(), "the voice " + voice.name + " names no language");
        require(names.insert(voice.name).second, "list_voices emits " + voice.name + " twice");
    }
    return std::to_string(names.size()) + " voices";
}

std::string speaks(Subject& subject)
{
    Speaker speaker(subject);
    Listener listener(plainText);
    const auto result = speaker.mustSpeak(plainText, listener);
    require(listener.begins == 1 && !listener.bytes.empty(), "SCS_OK without any audio for a plain text");
    require(std::ranges::count(speaker.engine().sampleRates, listener.sampleRate) > 0,
            "begin names " + std::to_string(listener.sampleRate) + " Hz, which describe does not");
    const std::size_t frames = listener.samples().size() / listener.channels;
    require(result.raw.frames == frames, "the result says " + std::to_string(result.raw.frames) +
                                             " frames, and " + std::to_string(frames) + " were pushed");
    require(std::ranges::any_of(listener.samples(), [](float sample) { return std::abs(sample) > 0.001F; }),
            "a plain text is silence from end to end");
    return std::to_string(listener.seconds()).substr(0, 4) + " s of audio";
}

std::string length(Subject& subject)
{
    Speaker speaker(subject);
    const std::string text = longText(120);
    const std::string twice = text + " " + text;
    Listener once(text);
    Listener longer(twice);
    speaker.mustSpeak(text, once);
    speaker.mustSpeak(twice, longer);
    const double perCharacter = once.seconds() / static_cast<double>(text.size());
    require(perCharacter > 0.005 && perCharacter < 1,
            "120 characters take " + std::to_string(once.seconds()) + " s, of 0.6 to 120");
    const double ratio = longer.seconds() / once.seconds();
    require(ratio > 1.4 && ratio < 3,
            "twice the text is " + std::to_string(ratio) + " times as long: some is lost");
    return std::to_string(static_cast<int>(perCharacter * 1000)) + " ms a character";
}

std::string marks(Subject& subject)
{
    Speaker speaker(subject);
    if (!speaker.has(SCS_ENGINE_WORD_MARKS)) throw NotOffered("reports no words");
    const std::string text = "Grüße aus Köln: „eins zwei drei“. Four five six.";
    Listener listener(text);
    speaker.mustSpeak(text, listener);
    std::erase_if(listener.marks, [](const HeardMark& mark) { return mark.kind != SCS_EVENT_WORD; });
    require(listener.marks.size() >= 4, "9 words have " + std::to_string(listener.marks.size()) + " marks");
    const std::uint64_t frames = listener.samples().size() / listener.channels;
    for (std::size_t index = 0; index < listener.marks.size(); ++index) {
        const HeardMark& mark = listener.marks[index];
        require(mark.frame <= frames, "a mark names a frame after the end of the audio");
        if (index == 0) continue;
        require(
            mark.frame >= listener.marks[index - 1].frame && mark.offset >= listener.marks[index - 1].offset,
            "the marks are not in the order of the text and of time");
    }
    return std::to_string(listener.marks.size()) + " marks";
}

std::string deterministic(Subject& subject)
{
    Speaker speaker(subject);
    if (!speaker.has(SCS_ENGINE_DETERMINISTIC)) throw NotOffered("does not say it is deterministic");
    Listener first(plainText);
    Listener between("Something else.");
    Listener second(plainText);
    speaker.mustSpeak(plainText, first);
    speaker.mustSpeak("Something else.", between);
    speaker.mustSpeak(plainText, second);
    require(first.bytes == second.bytes, "SCS_ENGINE_DETERMINISTIC, and equal requests give different bytes");
    return {};
}

// None of them need be audible; each must end, by the rules.
std::string oddTexts(Subject& subject)
{
    Speaker speaker(subject);
    const std::vector<std::string> texts = {"",
                                            " ",
                                            "...",
                                            "\t\n",
                                            "\xF0\x9F\x98\x80\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9",
                                            "a\xCC\x88\xCC\x88\xCC\x88",
                                            "<speak>&amp;</speak>",
                                            "%s%n%d",
                                            "\xE4\xBD\xA0\xE5\xA5\xBD",
                                            "\xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7",
                                            std::string(300, 'a')};
    for (const std::string& text : texts) {
        Listener listener(text);
        CallControl call;
        const auto result = speaker.speak(call, text, listener);
        const std::string which = " (odd text " + std::to_string(&text - texts.data()) + " of this check)";
        require(listener.breach().empty(), listener.breach() + which);
        require(
            result.status == SCS_OK || !result.error.reason.empty() || !result.error.publicMessage.empty(),
            "fails with " + described(result) + " and without a text" + which);
    }
    const auto blank = [&](std::string_view text) {
        Listener listener(text);
        CallControl call;
        return speaker.speak(call, text, listener).status;
    };
    require(blank(" ") == SCS_OK && blank("...") == SCS_OK, "text with nothing to say is not SCS_OK");
    return {};
}

// All that an engine takes in one call, or what the longest request of a caller can be; it is stopped soon.
std::string hugeText(Subject& subject)
{
    Speaker speaker(subject);
    const std::uint32_t limit = speaker.engine().maxChars;
    const std::string text = longText(limit == 0 ? 100'000 : std::min(limit, 100'000U));
    CallControl call;
    Listener listener(
        text, [&](std::size_t) { return listener.bytes.size() > 4'000'000 ? SCS_CANCELLED : SCS_OK; });
    const auto result = speaker.speak(call, text, listener);
    require(listener.breach().empty(), listener.breach());
    require(result.status == SCS_OK || result.status == SCS_CANCELLED,
            "a huge text fails: " + described(result));
    return std::to_string(text.size()) + " characters";
}

std::string unknownVoice(Subject& subject)
{
    Speaker speaker(subject);
    if (!speaker.has(SCS_ENGINE_PRESET)) throw NotOffered("brings no voices");
    CallControl call;
    Listener listener(plainText);
    const auto result = speaker.speak(call, plainText, listener, [](scs_synthesis_request& request) {
        request.engine_voice = SCS_LITERAL("no such voice");
    });
    require(result.status != SCS_OK, "speaks with a voice that it has not: say SCS_UNSUPPORTED");
    require(listener.begins == 0, "begins audio for a voice that it has not");
    return {};
}

std::string discreet(Subject& subject)
{
    Speaker speaker(subject);
    Listener listener(plainText);
    speaker.mustSpeak(plainText, listener);
    for (const std::string& line : speaker.instance().host().lines())
        require(line.find("quick brown") == std::string::npos, "the spoken text stands in a log line");
    return {};
}

std::string health(Subject& subject)
{
    Speaker speaker(subject);
    if (speaker.table().health == nullptr) throw NotOffered("has no health");
    std::array<char, 64> reason{};
    std::array<char, 256> message{};
    scs_health health{
        sizeof(scs_health), 0, {reason.data(), reason.size(), 0}, {message.data(), message.size(), 0}};
    require(speaker.table().health(speaker.instance().get(), &health) == SCS_OK, "health fails");
    require(health.state == SCS_HEALTH_OK || health.reason.size > 0, "health is down without a reason");
    require(health.reason.size <= reason.size() && health.message.size <= message.size(),
            "health says it wrote more than there was room for");
    return health.state == SCS_HEALTH_OK ? "ok" : "down";
}

}  // namespace

Checks backendChecks()
{
    return {
        {"backend-describe", 2, 10, "The engine says what it is, once and sanely.", describe},
        {"backend-voices", 2, 10, "Every voice comes once, with a name and a language.", voices},
        {"backend-speaks", 2, 10, "A plain text is audio: begin once, finite samples, as described.", speaks},
        {"backend-length", 2, 10, "The audio is about as long as its text.", length},
        {"backend-marks", 2, 10, "Word marks are in order, inside the text and the audio.", marks},
        {"backend-deterministic", 2, 10, "Equal requests give equal bytes, where the engine says so.",
         deterministic},
        {"backend-odd-texts", 2, 10, "Empty, blank, emoji and foreign text ends by the rules.", oddTexts},
        {"backend-huge-text", 2, 15, "The longest text is spoken, or stopped.", hugeText},
        {"backend-unknown-voice", 2, 10, "A voice that it has not is refused.", unknownVoice},
        {"backend-discreet", 2, 10, "No spoken text stands in the log.", discreet},
        {"backend-health", 2, 10, "Health answers, and gives a reason when it is down.", health},
    };
}

}  // namespace scaispeak::check
