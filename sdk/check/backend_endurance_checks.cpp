#include "check_lists.hpp"
#include "process_use.hpp"
#include "speaker.hpp"
#include "texts.hpp"

#include <random>

namespace scaispeak::check {

namespace {

using Random = std::mt19937_64;

void speakMany(Speaker& speaker, int times)
{
    for (int round = 0; round < times; ++round) {
        const std::string_view text = differentTexts[static_cast<std::size_t>(round) % differentTexts.size()];
        // Every third is stopped on the way: that is where engines leave things behind.
        Listener listener(
            text, [&](std::size_t writes) { return round % 3 == 2 && writes == 2 ? SCS_CANCELLED : SCS_OK; });
        CallControl call("req_" + std::to_string(round));
        const auto result = speaker.speak(call, text, listener);
        require(listener.breach().empty(), listener.breach() + " (call " + std::to_string(round) + ")");
        require(result.status == SCS_OK || result.status == SCS_CANCELLED,
                "call " + std::to_string(round) + " fails: " + described(result));
    }
}

std::string soak(Subject& subject)
{
    Speaker speaker(subject);
    speaker.instance().host().mute();
    speakMany(speaker, 60);
    const ProcessUse before = processUse();
    speakMany(speaker, 300);
    const ProcessUse after = settledUse(before);
    const std::size_t grown = after.memory > before.memory ? after.memory - before.memory : 0;
    require(grown < 300 * 256, "each of 300 calls left " + std::to_string(grown / 300) + " bytes behind");
    require(after.threads <= before.threads && after.descriptors <= before.descriptors,
            "300 calls left threads or descriptors behind");
    return std::to_string(grown) + " bytes more after 300 calls";
}

// A character of any length in UTF-8, control characters but for zero included.
void append(std::string& text, std::uint32_t point)
{
    if (point < 0x80) {
        text += static_cast<char>(point);
    }
    else if (point < 0x800) {
        text += static_cast<char>(0xC0U | (point >> 6U));
        text += static_cast<char>(0x80U | (point & 0x3FU));
    }
    else if (point < 0x10000) {
        text += static_cast<char>(0xE0U | (point >> 12U));
        text += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (point & 0x3FU));
    }
    else {
        text += static_cast<char>(0xF0U | (point >> 18U));
        text += static_cast<char>(0x80U | ((point >> 12U) & 0x3FU));
        text += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (point & 0x3FU));
    }
}

std::uint32_t randomPoint(Random& random)
{
    switch (random() % 6) {
        case 0:
            return static_cast<std::uint32_t>(1 + random() % 0x7F);
        case 1:
            return static_cast<std::uint32_t>(0x80 + random() % 0x780);
        case 2:
            return static_cast<std::uint32_t>(0x800 + random() % 0xD000);
        case 3:
            return static_cast<std::uint32_t>(0x1F300 + random() % 0x400);
        default:
            return random() % 5 == 0 ? U' ' : static_cast<std::uint32_t>('a' + random() % 26);
    }
}

std::string randomText(Random& random, std::uint32_t limit)
{
    std::string text;
    std::uint64_t left = 1 + random() % (random() % 10 == 0 ? 2000 : 80);
    if (limit != 0) left = std::min<std::uint64_t>(left, limit);
    for (; left > 0; --left)
        append(text, randomPoint(random));
    return text;
}

void adjustRandomly(Random& random, scs_synthesis_request& request)
{
    request.set_fields = static_cast<std::uint32_t>(random() & 0x1FU);
    request.speed = 0.5 + static_cast<double>(random() % 151) / 100;
    request.cfg_value = static_cast<double>(random() % 100) / 10;
    request.warmup_trim_ns = static_cast<std::int64_t>(random() % 2'000'000'000);
    request.normalize_text = static_cast<std::int32_t>(random() % 2);
    request.instructions = SCS_LITERAL("softly");
    request.preferred_sample_rate = random() % 2 == 0 ? 0 : 48000;
    const scs_str languages[] = {
        {nullptr, 0}, SCS_LITERAL("en"), SCS_LITERAL("xx-nowhere"), SCS_LITERAL("de")};
    request.language = languages[random() % 4];
}

std::string fuzz(Subject& subject)
{
    Speaker speaker(subject);
    speaker.instance().host().mute();
    Random random(subject.seed());
    for (int round = 0; round < 300; ++round) {
        const std::string text = randomText(random, speaker.engine().maxChars);
        const std::size_t stopAt = random() % 4 == 0 ? 1 + random() % 10 : 0;
        CallControl call("req_" + std::to_string(round));
        if (random() % 16 == 0) call.stop(SCS_DEADLINE);
        Listener listener(text,
                          [&](std::size_t writes) { return writes == stopAt ? SCS_CANCELLED : SCS_OK; });
        const auto result = speaker.speak(
            call, text, listener, [&](scs_synthesis_request& request) { adjustRandomly(random, request); });
        const std::string which =
            " (request " + std::to_string(round) + " of --seed " + std::to_string(subject.seed()) + ")";
        require(listener.breach().empty(), listener.breach() + which);
        const bool stopped = result.status == SCS_CANCELLED || result.status == SCS_DEADLINE;
        require(result.status == SCS_OK || stopped || !result.error.publicMessage.empty() ||
                    !result.error.reason.empty(),
                "fails with " + described(result) + " and without a text" + which);
        require(!stopped || stopAt != 0 || call.status() != SCS_OK,
                "says it was stopped, and was not" + which);
    }
    return "seed " + std::to_string(subject.seed());
}

}  // namespace

Checks backendEnduranceChecks()
{
    return {
        {"backend-soak", 3, 120, "Hundreds of calls, some of them stopped, leave nothing behind.", soak},
        {"backend-fuzz", 3, 120, "Random texts and options end by the rules; --seed repeats them.", fuzz},
    };
}

}  // namespace scaispeak::check
