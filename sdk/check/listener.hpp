#pragma once

#include "check_host.hpp"

#include <scaispeak/backend.h>

#include <chrono>
#include <functional>
#include <thread>
#include <vector>

namespace scaispeak::check {

struct HeardMark
{
    std::int32_t kind;
    std::uint64_t offset;
    std::uint64_t length;
    std::uint64_t frame;
};

/// The sink of one call: keeps what is pushed and notes each breach of the sink's rules. Belongs to the
/// thread that makes it, which is the one that may push.
class Listener
{
public:
    /// Told after each write was taken, with how many there were; answers what the write answers.
    using OnWrite = std::function<scs_status(std::size_t writes)>;

    explicit Listener(std::string_view text, OnWrite onWrite = {});
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    const scs_audio_sink* raw() const noexcept { return &_sink; }
    /// The first breach of the rules, in words; empty when there was none.
    std::string breach() const;
    std::vector<float> samples() const;
    double seconds() const;

    std::size_t writes = 0;
    std::size_t begins = 0;
    std::int32_t encoding = 0;
    std::uint32_t sampleRate = 0;
    std::uint32_t channels = 0;
    std::vector<std::uint8_t> bytes;
    std::vector<HeardMark> marks;

private:
    scs_status begin(std::int32_t madeAs, std::uint32_t rate, std::uint32_t wide);
    scs_status write(const std::uint8_t* data, std::uint64_t size);
    scs_status event(const scs_speech_event* event);
    bool mayPush(const char* what);
    scs_status breaks(const std::string& rule);
    std::size_t frameBytes() const noexcept;
    bool atCharacter(std::uint64_t offset) const noexcept;

    std::string _text;
    OnWrite _onWrite;
    std::thread::id _thread = std::this_thread::get_id();
    scs_status _stopped = SCS_OK;
    std::string _breach;
    scs_audio_sink _sink{};
};

}  // namespace scaispeak::check
