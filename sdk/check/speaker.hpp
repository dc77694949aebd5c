#pragma once

#include "listener.hpp"
#include "subject.hpp"

#include <string>
#include <string_view>

namespace scaispeak::check {

/// What an engine says of itself.
struct EngineFacts
{
    std::string name;
    std::uint32_t features = 0;
    std::uint32_t maxChars = 0;
    std::vector<std::uint32_t> sampleRates;
    std::vector<std::string> languages;
};

struct VoiceFacts
{
    std::string name;
    std::string language;
};

/// One instance of a backend, and a voice to speak with. May be used by several threads where a call is
/// concerned.
class Speaker
{
public:
    /// Throws NotOffered when the plugin is no backend, Failure when it cannot be described.
    explicit Speaker(Subject& subject);

    const scs_backend& table() const noexcept { return _table; }
    const EngineFacts& engine() const noexcept { return _engine; }
    const std::vector<VoiceFacts>& voices() const noexcept { return _voices; }
    Instance& instance() noexcept { return _instance; }
    bool has(std::uint32_t feature) const noexcept { return (_engine.features & feature) != 0; }

    /// What a call ended with.
    struct Result
    {
        scs_status status = SCS_INTERNAL;
        scs_synthesis_result raw{};
        testing::CapturedError error;
    };

    /// One synthesize, kept apart from others as the host would. `adjust` may change the request.
    Result speak(CallControl& call, std::string_view text, Listener& listener,
                 const std::function<void(scs_synthesis_request&)>& adjust = {});
    /// As speak, for a text that must be spoken: throws Failure unless it ends with SCS_OK and by the rules.
    Result mustSpeak(std::string_view text, Listener& listener);

private:
    void readEngine();
    void readVoices();

    Subject& _subject;
    const scs_backend& _table;
    Instance _instance;
    EngineFacts _engine;
    std::vector<VoiceFacts> _voices;
};

/// The backend's table. Throws NotOffered.
const scs_backend& backendOf(Subject& subject);

/// What a status and its error say, for a report.
std::string described(const Speaker::Result& result);

}  // namespace scaispeak::check
