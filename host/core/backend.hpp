#pragma once

#include "core/audio_format.hpp"
#include "core/cancellation.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace scaispeak::core {

enum class CloneFeature : std::uint8_t
{
    None,
    Approximate,
    Full
};

/// What an engine can do, as it reports of itself.
struct EngineDescription
{
    std::string name;  ///< e.g. "espeak-ng"; the same in the host, in a worker and on a node.
    std::string version;
    std::vector<std::string> languages;
    std::vector<std::uint32_t> sampleRates;
    bool preset = false;
    CloneFeature clone = CloneFeature::None;
    bool design = false;
    bool wordMarks = false;
    bool ssml = false;
    bool deterministic = false;
    std::uint32_t maxChars = 0;        ///< Code points a call may carry; 0 = no limit of its own.
    std::uint32_t maxConcurrency = 1;  ///< Calls it serves at once.

    bool operator==(const EngineDescription&) const = default;
};

/// A voice that an engine brings along.
struct EngineVoice
{
    /// The engine's own id, e.g. "gmw/en-US"; or the id of another engine's preset that this one is to speak
    /// (isPresetId), of which only the name counts.
    std::string name;
    std::string displayName;
    std::string description;
    std::string languagePrimary;
    std::vector<std::string> languages;
    std::string gender;  ///< female, male, neutral, unspecified
    std::string ageHint;
    std::vector<std::string> styleTags;
};

/// The clip of a cloned voice: its samples are fetched only if the engine asks.
class ReferenceClip
{
public:
    virtual ~ReferenceClip() = default;
    virtual std::span<const std::uint8_t, 32> key() const = 0;  ///< Opaque to the engine, per deployment.
    virtual std::uint32_t sampleRate() const = 0;
    virtual std::uint64_t frames() const = 0;
    virtual const std::string& transcript() const = 0;
    /// Copies mono s16 samples from `offset` (bytes) and returns how many bytes; 0 at the end. Throws
    /// Failure.
    virtual std::size_t read(std::uint64_t offset, std::span<std::byte> out) const = 0;
};

/// One segment to be spoken. A field without a value is the engine's own default.
struct SynthesisRequest
{
    std::string requestId;
    std::string traceparent;
    std::string text;  ///< UTF-8, not empty.
    std::string language;
    std::string engineVoice;                         ///< Set for a preset voice,
    std::shared_ptr<const ReferenceClip> reference;  ///< for a cloned one,
    std::string designPrompt;                        ///< for a designed one.
    std::optional<double> speed;
    std::optional<std::string> instructions;
    std::optional<double> cfgValue;
    std::optional<std::int64_t> warmupTrimMs;
    std::optional<bool> normalizeText;
    std::vector<Encoding> accept{Encoding::PcmS16, Encoding::PcmF32};  ///< In order of preference.
    std::uint32_t preferredSampleRate = 0;                             ///< A wish; 0 = none.
    std::chrono::nanoseconds timeLeft{0};                              ///< Until the deadline; 0 = none.
};

/// Something an engine says about the text it speaks, before the audio it names.
struct SpeechEvent
{
    enum class Kind : std::uint8_t
    {
        Word,
        Sentence,
        Mark
    };
    Kind kind = Kind::Word;
    std::uint64_t textOffset = 0;  ///< Bytes into the request's text.
    std::uint64_t textLength = 0;  ///< Bytes.
    std::uint64_t frame = 0;       ///< Index in the engine's own rate.
};

/// Takes what one engine call makes, on the engine's thread. Anything but None means: stop now, nothing more
/// is wanted.
class AudioSink
{
public:
    virtual ~AudioSink() = default;
    virtual StopReason begin(const AudioFormat& format) = 0;
    virtual StopReason write(std::span<const std::byte> bytes) = 0;
    virtual void event(const SpeechEvent& event) = 0;
};

enum class SynthesisStatus : std::uint8_t
{
    Ok,
    Cancelled,
    Deadline,
    Closed,
    Unavailable,
    Overloaded,
    Unsupported,
    Failed
};

/// How an engine call ended.
struct SynthesisOutcome
{
    SynthesisStatus status = SynthesisStatus::Failed;
    std::string
        reason;  ///< A stable reason word of the contract where one applies, e.g. "relay_unreachable".
    std::string publicMessage;    ///< For the caller.
    std::string internalMessage;  ///< For the log.
    std::optional<std::chrono::milliseconds> retryAfter;
    std::string nodeId;
    bool holdsReference = false;
    std::uint64_t frames = 0;
    std::uint64_t charsDone = 0;
};

struct BackendHealth
{
    bool ok = false;
    std::string reason;  ///< A stable reason word when not ok.
    std::string message;
    std::optional<std::chrono::milliseconds> retryAfter =
        {};  ///< Of one that is saturated, where it is known.
};

/// Something that speaks: an engine in the host, a set of nodes, a relay.
class Backend
{
public:
    virtual ~Backend() = default;
    /// As known now; never null. An engine that was not seen yet has no name. Cheap, does not block.
    virtual std::shared_ptr<const EngineDescription> describe() = 0;
    virtual std::vector<EngineVoice> listVoices() = 0;
    /// Has describe() say what is known now, of an engine whose nodes come and go. May block shortly; for one
    /// thread.
    virtual void refresh() {}

    /// Speaks one segment into `sink`, and returns when it is done or stopped: returning is the
    /// acknowledgement. Blocks; called from a pool of at most `maxConcurrency` threads. `cancellation` is the
    /// request's.
    virtual SynthesisOutcome synthesize(const SynthesisRequest& request, AudioSink& sink,
                                        const Cancellation& cancellation) = 0;

    /// Harmless before a call begins and after it returned. Any thread; does not block.
    virtual void cancel(const std::string& requestId) noexcept = 0;
    virtual BackendHealth health() = 0;
};

}  // namespace scaispeak::core
