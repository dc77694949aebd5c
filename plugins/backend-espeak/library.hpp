#pragma once

#include <scaispeak/plugin.hpp>

#include <espeak-ng/speak_lib.h>

#include <exception>
#include <functional>
#include <string>

namespace scaispeak::espeak {

/// What to speak and how. Every setting is given each time, so that nothing is left of the utterance before.
struct Utterance
{
    std::string voice;  ///< Identifier of a voice.
    std::string text;   ///< UTF-8 without control characters.
    int wordsPerMinute = espeakRATE_NORMAL;
    int volume = 100;
};

/// libespeak-ng, of which a process has one: its state is global and not thread safe. It is never stopped,
/// since it does not survive that: after a second start its own thread misses the stop, or it crashes.
/// Instances share it. One thread at a time, which the plugin's threading model and exclusive group see to.
class Library
{
public:
    /// Takes samples and the events that fall into them (a list ended by espeakEVENT_LIST_TERMINATED). False
    /// stops.
    using Receiver = std::function<bool(Span<const std::int16_t> samples, const espeak_EVENT* events)>;

    /// Starts the library, or gives the one that runs; it lives as long as the process. Throws Error:
    /// Unavailable when there is no speech data, InvalidArgument for a data path that is no folder, Conflict
    /// when it runs on other data already.
    static Library& open(const std::string& dataPath);

    explicit Library(const std::string& dataPath);
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    std::string version() const;
    std::uint32_t sampleRate() const noexcept { return _sampleRate; }
    /// Selects a voice; false when its files are missing or broken.
    bool select(const std::string& voice) noexcept;
    /// Forgets the events that selecting voices left behind: beyond a few dozen they push out those of a
    /// text.
    void settle() noexcept;
    /// Returns when all is spoken or the receiver stopped it; what the receiver throws comes out here. Throws
    /// Error.
    void speak(const Utterance& utterance, const Receiver& receiver);

private:
    struct Speaking;
    static int onAudio(short* samples, int count, espeak_EVENT* events) noexcept;

    std::string _dataPath;
    std::uint32_t _sampleRate = 0;
};

}  // namespace scaispeak::espeak
