#pragma once

#include "line.hpp"
#include "settings.hpp"
#include "standing.hpp"

#include <scaispeak/plugin.hpp>

#include <atomic>

namespace scaispeak::relay {

/// One request to the relay, its audio pushed as it comes. Runs on the thread that makes it; stop() from any.
class SpeechCall
{
public:
    SpeechCall(const Settings& settings, Standing& standing, std::shared_ptr<Line> line, const Call& call,
               const SynthesisRequest& request, AudioSink& sink);
    ~SpeechCall();
    SpeechCall(const SpeechCall&) = delete;
    SpeechCall& operator=(const SpeechCall&) = delete;

    /// Throws Error when the relay refuses, fails or lies.
    Status run(std::string_view relayVoice);
    void stop() noexcept;

private:
    using Clock = std::chrono::steady_clock;

    static std::size_t onBody(char* data, std::size_t size, std::size_t count, void* self) noexcept;

    void prepare(std::string_view relayVoice);
    void addHeader(const std::string& line);
    CURLcode transfer();
    Status whatStops() const noexcept;
    bool tooSlow();
    bool take(const char* data, std::size_t size);
    bool beginAudio();
    bool push(Span<const std::uint8_t> bytes);
    Status conclude(CURLcode code);
    void checkSilence() const;
    void checkHttpStatus() const;
    long httpStatus() const;

    const Settings& _settings;
    Standing& _standing;
    const std::shared_ptr<Line> _line;
    const Call& _call;
    const SynthesisRequest& _request;
    AudioSink& _sink;

    std::string _body;
    curl_slist* _headers = nullptr;
    std::atomic<bool> _stopped{false};
    Status _stop = Status::Ok;
    std::string _lie;  ///< What was wrong with the audio.
    bool _begun = false;
    bool _slow = false;
    std::string _halfSample;
    std::uint64_t _taken = 0;
    std::uint64_t _most = 0;
    Clock::time_point _windowStart;
    std::uint64_t _windowBytes = 0;
};

}  // namespace scaispeak::relay
