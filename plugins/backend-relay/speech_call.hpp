#pragma once

#include "body_decoder.hpp"
#include "line.hpp"
#include "pace.hpp"
#include "settings.hpp"
#include "standing.hpp"

#include <scaispeak/plugin.hpp>

#include <atomic>

namespace scaispeak::relay {

/// One request to the relay, its audio pushed as it comes. Runs on the thread that makes it; stop() from any.
class SpeechCall : private SampleTaker
{
public:
    SpeechCall(const Settings& settings, Standing& standing, Line& line, const Call& call,
               const SynthesisRequest& request, AudioSink& sink);
    ~SpeechCall() override;
    SpeechCall(const SpeechCall&) = delete;
    SpeechCall& operator=(const SpeechCall&) = delete;

    /// Throws Error when the relay refuses, fails or lies.
    Status run(std::string_view relayVoice, Format format);
    void stop() noexcept;
    /// What the relay answered; 0: nothing.
    long httpStatus() const;

private:
    using Clock = std::chrono::steady_clock;

    static std::size_t onBody(char* data, std::size_t size, std::size_t count, void* self) noexcept;

    void prepare(std::string_view relayVoice);
    std::string bodyFor(std::string_view relayVoice) const;
    void addHeader(const std::string& line);
    CURLcode transfer();
    Status whatStops() const noexcept;
    bool take(const char* data, std::size_t size);
    void beginBody();
    bool begin(std::uint32_t sampleRate, std::uint32_t channels) override;
    bool samples(Span<const std::uint8_t> bytes) override;
    bool passes(std::uint32_t sampleRate) override;
    bool encoded(Span<const std::uint8_t> bytes, std::uint64_t samples) override;
    bool push(Span<const std::uint8_t> bytes, std::uint64_t sampleBytes);
    Status conclude(CURLcode code);
    void finishBody();
    void checkConnection(CURLcode code) const;
    void checkSilence() const;
    void checkHttpStatus() const;
    void note(long status, const Error& refusal) const;

    const Settings& _settings;
    Standing& _standing;
    Line& _line;
    const Call& _call;
    const SynthesisRequest& _request;
    AudioSink& _sink;

    std::string _body;
    curl_slist* _headers = nullptr;
    std::atomic<bool> _stopped{false};
    Status _stop = Status::Ok;
    std::string _lie;  ///< What was wrong with the audio.
    bool _slow = false;
    Format _format = Format::Pcm;
    std::unique_ptr<BodyDecoder> _decoder;
    const std::uint64_t _mostSeconds;
    std::uint64_t _taken = 0;   ///< Bytes of the body.
    std::uint64_t _pushed = 0;  ///< Bytes of samples, or what passed bytes are in samples of 16 bits.
    std::uint64_t _mostPushed = 0;
    Clock::time_point _begun{};
    Pace _pace;
};

}  // namespace scaispeak::relay
