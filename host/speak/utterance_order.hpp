#pragma once

#include "core/audio_format.hpp"
#include "core/voice.hpp"
#include "speak/fidelity.hpp"
#include "speak/router.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace scaispeak::speak {

/// What a caller wants spoken. Checked by who makes it.
struct UtteranceOrder
{
    std::string requestId;
    std::string traceparent;
    std::string tenantId;
    std::string userId;
    core::Voice voice;
    std::string text;
    core::ResponseFormat format = core::ResponseFormat::Mp3;
    std::uint32_t sampleRate = 24000;
    std::string languageHint;
    std::optional<double> speed;
    std::optional<std::string> instructions;
    std::optional<double> cfgValue;
    std::optional<std::int64_t> warmupTrimMs;
    std::optional<bool> normalizeText;
    BackendPreference preference = BackendPreference::Any;
};

/// Time limits of the configuration.
struct SpeakTimeouts
{
    std::chrono::milliseconds admissionWait{10'000};
    std::chrono::milliseconds firstAudio{10'000};
    std::chrono::milliseconds betweenChunks{10'000};
    /// Until a segment after the first gets its turn: as long as the audio that a buffer takes. Only engines
    /// that never return make it longer.
    std::chrono::milliseconds laterTurn{60'000};
};

/// How an utterance went.
struct UtteranceSummary
{
    enum class Outcome
    {
        Completed,
        Cancelled,
        Failed
    };
    Outcome outcome = Outcome::Failed;
    std::string slot;       ///< The one that spoke; empty when none did.
    bool failover = false;  ///< It was not the first candidate.
    Fidelity fidelity = Fidelity::Exact;
    std::uint64_t chars = 0;         ///< Code points of segments whose first sample was delivered.
    std::uint64_t samples = 0;       ///< In the output rate.
    std::uint64_t engineFrames = 0;  ///< In the engine's rate.
    std::uint32_t sampleRate = 0;
    std::chrono::nanoseconds total{0};
    std::chrono::nanoseconds firstAudio{0};        ///< Order to first sample; 0 when there was none.
    std::chrono::nanoseconds engineFirstAudio{0};  ///< The engine's share of it.
    std::chrono::nanoseconds engineTime{0};        ///< Inside the engine, writes left out.
};

}  // namespace scaispeak::speak
