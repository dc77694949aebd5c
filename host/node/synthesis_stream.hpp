#pragma once

#include "audio/crc32.hpp"
#include "core/backend.hpp"
#include "node/engine.hpp"

#include <scaiinfer/v1/speech.grpc.pb.h>

#include <condition_variable>
#include <mutex>

namespace scaispeak::node {

/// One Synthesize call: admits it, has the engine speak it on a thread of the pool, and passes what the
/// engine pushes to the host, one message at a time, so that a slow host slows its own engine call. Deletes
/// itself when gRPC is done with it.
class SynthesisStream final : public grpc::ServerWriteReactor<scaiinfer::v1::SynthesizeResponse>,
                              private core::AudioSink
{
public:
    /// gRPC keeps `request` and `context` until OnDone.
    SynthesisStream(Engine& engine, grpc::CallbackServerContext& context,
                    const scaiinfer::v1::SynthesizeRequest& request);

    void OnCancel() override;
    void OnDone() override { delete this; }
    void OnWriteDone(bool ok) override;

    /// On a thread of the pool, once.
    void speak();

private:
    using Clock = std::chrono::steady_clock;
    using Message = scaiinfer::v1::SynthesizeResponse;

    core::StopReason begin(const core::AudioFormat& format) override;
    core::StopReason write(std::span<const std::byte> bytes) override;
    void event(const core::SpeechEvent& event) override;

    grpc::Status refusal();
    grpc::Status readVoice();
    grpc::Status readReference();
    void readOptions();
    void start();
    void send(Message&& message);
    bool waitForWrite();
    void sendTrailer(const core::SynthesisOutcome& outcome);
    grpc::Status statusOf(const core::SynthesisOutcome& outcome);
    void end(const grpc::Status& status, const std::string& outcome);
    void log(std::string_view outcome);
    std::string metadata(const char* key) const;

    Engine& _engine;
    grpc::CallbackServerContext& _context;
    const scaiinfer::v1::SynthesizeRequest& _given;
    const Clock::time_point _begun = Clock::now();
    core::SynthesisRequest _request;
    std::string _hostsId;  ///< The request's, as the host has it.
    core::Cancellation _cancellation;
    audio::Crc32 _crc;
    std::uint64_t _bytes = 0;
    std::uint64_t _frameBytes = 0;
    bool _keepsClip = false;

    std::mutex _mutex;
    std::condition_variable _written;
    bool _writing = false;
    bool _broken = false;
    Message _message;  ///< gRPC's while _writing.
};

}  // namespace scaispeak::node
