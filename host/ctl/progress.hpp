#pragma once

#include "core/audio_format.hpp"
#include "ctl/console.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace scaispeak::ctl {

/// How much audio a second of it takes; nothing where that depends on what is said.
std::optional<double> bytesPerSecond(core::ResponseFormat format, std::uint32_t sampleRate);

/// Says on a terminal how far a long text is: begins after half a second, at most five times a second, on one
/// line that is taken away at the end.
class Progress
{
public:
    using Clock = std::chrono::steady_clock;

    Progress(const Console& console, std::optional<double> audioBytesPerSecond,
             Clock::time_point now = Clock::now());
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void at(std::uint64_t bytes, Clock::time_point now = Clock::now());

private:
    const Console& _console;
    const std::optional<double> _bytesPerSecond;
    Clock::time_point _next;
    bool _shown = false;
};

}  // namespace scaispeak::ctl
