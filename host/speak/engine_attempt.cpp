#include "speak/engine_attempt.hpp"

#include "audio/utterance_encoder.hpp"
#include "speak/audio_output.hpp"

#include <utility>

namespace scaispeak::speak {

EngineAttempt::EngineAttempt(Hooks hooks) : _hooks(std::move(hooks)) {}

core::StopReason EngineAttempt::begin(const core::AudioFormat& format)
{
    return inside([&] { _hooks.begin(format); });
}

core::StopReason EngineAttempt::write(std::span<const std::byte> bytes)
{
    if (bytes.empty()) return _cancellation.reason();
    return inside([&] {
        bool first = false;
        {
            const std::lock_guard lock(_mutex);
            first = !std::exchange(_gotSample, true);
        }
        if (first) _hooks.firstSample();
        _hooks.encoder().write(bytes);
    });
}

bool EngineAttempt::complete(const std::function<void()>& work)
{
    return inside(work) == core::StopReason::None && fault().empty();
}

core::StopReason EngineAttempt::inside(const std::function<void()>& work)
{
    if (!enter()) return _cancellation.stopped() ? _cancellation.reason() : core::StopReason::Closed;
    std::string fault;
    try {
        work();
    }
    catch (const OutputClosed&) {
        _cancellation.stop(core::StopReason::Closed);
    }
    catch (const std::exception& error) {
        fault = error.what();
    }
    {
        const std::lock_guard lock(_mutex);
        if (_fault.empty()) _fault = std::move(fault);
        fault = _fault;
    }
    leave();
    if (!fault.empty() && !_cancellation.stopped()) return core::StopReason::Closed;
    return _cancellation.reason();
}

bool EngineAttempt::enter()
{
    const std::lock_guard lock(_mutex);
    if (!_current || !_fault.empty()) return false;
    _inside = true;
    _engineTime += Clock::now() - _engineSince;
    return true;
}

void EngineAttempt::leave()
{
    const std::lock_guard lock(_mutex);
    _inside = false;
    _engineSince = Clock::now();
}

bool EngineAttempt::expire(Clock::time_point now, std::chrono::milliseconds firstAudio,
                           std::chrono::milliseconds betweenChunks)
{
    {
        const std::lock_guard lock(_mutex);
        if (!_current || _inside || now - _engineSince <= (_gotSample ? betweenChunks : firstAudio))
            return false;
        _current = false;
        _givenUpAt = now;
    }
    _cancellation.stop(core::StopReason::Deadline);
    return true;
}

void EngineAttempt::giveUp()
{
    const std::lock_guard lock(_mutex);
    if (std::exchange(_current, false)) _givenUpAt = Clock::now();
}

void EngineAttempt::engineReturned()
{
    const std::lock_guard lock(_mutex);
    _engineTime += Clock::now() - _engineSince;
    _engineSince = Clock::now();
}

bool EngineAttempt::gotSample() const
{
    const std::lock_guard lock(_mutex);
    return _gotSample;
}

std::string EngineAttempt::fault() const
{
    const std::lock_guard lock(_mutex);
    return _fault;
}

std::chrono::nanoseconds EngineAttempt::engineTime() const
{
    const std::lock_guard lock(_mutex);
    return _engineTime;
}

std::chrono::nanoseconds EngineAttempt::orphanedTime(Clock::time_point now) const
{
    const std::lock_guard lock(_mutex);
    return _current ? std::chrono::nanoseconds(0) : std::chrono::nanoseconds(now - _givenUpAt);
}

}  // namespace scaispeak::speak
