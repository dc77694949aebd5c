#include "check_lists.hpp"
#include "envelope.hpp"
#include "speaker.hpp"
#include "texts.hpp"

#include <exception>
#include <latch>
#include <memory>

namespace scaispeak::check {

namespace {

/// What was heard of one text.
struct Heard
{
    std::vector<std::uint8_t> bytes;
    std::vector<double> envelope;
};

Heard hear(Speaker& speaker, std::string_view text)
{
    Listener listener(text);
    speaker.mustSpeak(text, listener);
    return {listener.bytes, envelopeOf(listener.samples(), listener.sampleRate, listener.channels)};
}

std::vector<Heard> allAtOnce(Speaker& speaker)
{
    std::vector<Heard> heard(differentTexts.size());
    std::vector<std::exception_ptr> failed(differentTexts.size());
    std::latch start(static_cast<std::ptrdiff_t>(differentTexts.size()));
    std::vector<std::thread> callers;
    for (std::size_t index = 0; index < differentTexts.size(); ++index)
        callers.emplace_back([&, index] {
            start.arrive_and_wait();
            try {
                heard[index] = hear(speaker, differentTexts[index]);
            }
            catch (...) {
                failed[index] = std::current_exception();
            }
        });
    for (std::thread& caller : callers)
        caller.join();
    for (const std::exception_ptr& failure : failed)
        if (failure) std::rethrow_exception(failure);
    return heard;
}

// Whose words a caller hears: the text whose own run is the most alike.
void requireOwnWords(const std::vector<Heard>& alone, const Heard& together, std::size_t own)
{
    const double mine = likeness(alone[own].envelope, together.envelope);
    for (std::size_t other = 0; other < alone.size(); ++other) {
        const double theirs = other == own ? 0 : likeness(alone[other].envelope, together.envelope);
        require(theirs <= mine + 1e-9,
                "of 8 calls at once, text " + std::to_string(own) + " sounds like text " +
                    std::to_string(other) +
                    ": one caller hears another's words. Declare the threading that the engine bears");
    }
}

void requireAsAlone(Speaker& speaker, const std::vector<Heard>& alone)
{
    const std::vector<Heard> together = allAtOnce(speaker);
    for (std::size_t index = 0; index < together.size(); ++index) {
        requireOwnWords(alone, together[index], index);
        require(
            !speaker.has(SCS_ENGINE_DETERMINISTIC) || together[index].bytes == alone[index].bytes,
            "SCS_ENGINE_DETERMINISTIC, and text " + std::to_string(index) + " differs when 8 speak at once");
    }
}

std::string parallel(Subject& subject)
{
    Speaker speaker(subject);
    std::vector<Heard> alone;
    for (const std::string_view text : differentTexts)
        alone.push_back(hear(speaker, text));
    // What goes wrong at the same time does not do so every time.
    for (int round = 0; round < 3; ++round)
        requireAsAlone(speaker, alone);
    return {};
}

}  // namespace

Checks backendParallelChecks()
{
    return {{"backend-parallel", 2, 20, "8 texts at once each sound as they do alone.", parallel}};
}

}  // namespace scaispeak::check
