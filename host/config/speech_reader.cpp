#include "config/reader.hpp"
#include "config/section.hpp"

namespace scaispeak::config {
namespace {

// Text travels in JSON bodies of at most 2 MiB, a code point taking up to four bytes of them.
constexpr std::int64_t mostTextChars = 500'000;

void readTimeouts(Section& speak, SpeakTimeouts& timeouts)
{
    constexpr double least = 0.05;
    constexpr double most = 3'600;
    Section section = speak.section("timeouts");
    section.seconds("connect_s", timeouts.connect, least, most);
    section.seconds("first_audio_s", timeouts.firstAudio, least, most);
    section.seconds("between_chunks_s", timeouts.betweenChunks, least, most);
    section.seconds("slow_body_s", timeouts.slowBody, least, most);
    section.seconds("stall_s", timeouts.stall, least, most);
}

void readSpeak(Section& root, Speak& speak)
{
    Section section = root.section("speak");
    section.integer("max_text_chars", speak.maxTextChars, 1, mostTextChars);
    section.integer("async_text_threshold_chars", speak.asyncTextThresholdChars, 0, mostTextChars);
    std::int64_t wait = speak.admissionWait.count();
    section.integer("admission_wait_ms", wait, 0, 600'000);
    speak.admissionWait = std::chrono::milliseconds(wait);
    section.seconds("drain_s", speak.drain, 0, 3'600);
    section.integer("buffer_total_mb", speak.bufferTotalMb, 16, 1'048'576);
    readTimeouts(section, speak.timeouts);
}

void readPreflight(Section& root, Preflight& preflight)
{
    Section section = root.section("preflight");
    section.texts("plugins", preflight.plugins);
    section.number("duration_min_s", preflight.durationMinS, 0.1, 30);
    section.number("duration_max_s", preflight.durationMaxS, 0.1, 30);
    section.number("voice_activity_min", preflight.voiceActivityMin, 0, 1);
    section.number("true_peak_max_dbfs", preflight.truePeakMaxDbfs, -120, 20);
    section.number("snr_min_db", preflight.snrMinDb, -120, 120);
    if (preflight.durationMinS >= preflight.durationMaxS)
        section.refuse("duration_min_s", "is not below duration_max_s, so that no clip could pass");
}

}  // namespace

void readSpeech(Section& root, Configuration& configuration)
{
    readSpeak(root, configuration.speak);
    readPreflight(root, configuration.preflight);
}

}  // namespace scaispeak::config
