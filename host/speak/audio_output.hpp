#pragma once

#include "audio/byte_sink.hpp"

#include <cstddef>
#include <exception>

namespace scaispeak::speak {

/// Thrown by a write into an output that nobody reads any more.
class OutputClosed : public std::exception
{
public:
    const char* what() const noexcept override { return "nobody reads this audio any more"; }
};

/// Where the encoded audio of one utterance goes: written by the thread that speaks, ended by it or by
/// whoever stops the utterance. Thread safe.
class AudioOutput : public audio::ByteSink
{
public:
    /// Takes room for a segment that is expected to make `bytes`; false when there is none now. An output
    /// that nobody empties before its end takes room for the `later` segments with the first one: holding a
    /// part and waiting for the rest, several of them would wait for each other forever.
    virtual bool reserve(std::size_t bytes, std::size_t later) = 0;
    /// The segment is done: what it did not use of its reservation is free again.
    virtual void settle() = 0;

    /// What comes was encoded by somebody else, and 60 s of it are up to so many bytes: a bound that is less
    /// becomes that.
    virtual void widen(std::size_t bytes) { static_cast<void>(bytes); }

    /// The audio is whole.
    virtual void finish() = 0;
    /// It is not, and what was made must not pass as whole. A blocked write throws OutputClosed.
    virtual void fail() = 0;
};

}  // namespace scaispeak::speak
