#pragma once

#include "audio/crc32.hpp"
#include "core/backend.hpp"
#include "node/arrival_limit.hpp"
#include "node/engine.hpp"

#include <grpcpp/generic/async_generic_service.h>
#include <scaiinfer/v1/speech.grpc.pb.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string_view>

namespace scaispeak::node {

/// One Synthesize call: admits it and only then reads what it asks for, has the engine speak it on a thread
/// of the pool, and passes what the engine pushes to the host, one message at a time, so that a slow host
/// slows its own engine call. Deletes itself when gRPC is done with it.
class SynthesisStream final : public grpc::ServerGenericBidiReactor, private core::AudioSink
{
public:
    /// gRPC keeps `context` until OnDone. `arrival`: how long its request may take to be here.
    SynthesisStream(Engine& engine, grpc::GenericCallbackServerContext& context,
                    std::chrono::milliseconds arrival);

    void OnReadDone(bool ok) override;
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

    bool readRequest();
    void start();
    void refuse(const grpc::Status& status, CallRefusal reason);
    /// The same for one that has a place.
    void giveBack(const grpc::Status& status, CallRefusal reason);
    void send(const Message& message);
    bool waitForWrite();
    void sendTrailer(const core::SynthesisOutcome& outcome);
    grpc::Status statusOf(const core::SynthesisOutcome& outcome);
    void finish(const grpc::Status& status, CallEnd end);
    void log(std::string_view outcome);
    std::string metadata(const char* key) const;

    Engine& _engine;
    grpc::GenericCallbackServerContext& _context;
    std::optional<ArrivalLimit> _arrival;
    grpc::ByteBuffer _incoming;
    const Clock::time_point _begun = Clock::now();
    std::string _hostsId;  ///< Its host's, or one of our own.
    core::SynthesisRequest _request;
    core::Cancellation _cancellation;
    audio::Crc32 _crc;
    std::uint64_t _bytes = 0;
    std::uint64_t _frameBytes = 0;
    bool _keepsClip = false;

    std::mutex _mutex;
    std::condition_variable _written;
    bool _writing = false;
    bool _broken = false;
    grpc::ByteBuffer _outgoing;  ///< gRPC's while _writing.
};

}  // namespace scaispeak::node
