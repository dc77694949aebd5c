#pragma once

#include "attempt.hpp"
#include "stream_check.hpp"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <scaiinfer/v1/speech.grpc.pb.h>

#include <atomic>

namespace scaispeak::scaiinfer {

/// One Synthesize call on the caller's own thread, which between messages looks every 10 ms whether it is
/// still wanted. What comes before the first audio is held back, so that until then another node can be
/// asked.
class SpeechCall
{
public:
    using Clock = std::chrono::steady_clock;
    /// Answers as bytes: where gRPC parses them, one that cannot be read looks like the end of the stream,
    /// and a node that goes on after it holds the call for ever.
    using Stub = grpc::TemplatedGenericStub<::scaiinfer::v1::SynthesizeRequest, grpc::ByteBuffer>;

    SpeechCall(const Call& call, const SynthesisRequest& request, const std::vector<std::uint32_t>& rates,
               AudioSink& sink, SynthesisResult& result);

    Attempt run(Stub& stub, const std::string* clip, Clock::time_point deadline);

    /// Any thread.
    void cancel() { _context.TryCancel(); }
    void abandonIfSilent(std::chrono::nanoseconds since);
    std::string_view requestId() const { return _call.requestId(); }

private:
    bool next();
    void take(grpc::ByteBuffer& bytes);
    void take(const ::scaiinfer::v1::SynthesizeResponse& message);
    void takeAudio(const std::string& bytes);
    void takeEvent(const ::scaiinfer::v1::Event& event);
    void takeTrailer(const ::scaiinfer::v1::Trailer& trailer);
    void stop(Status status);
    void lie(std::string what);
    Attempt judge(const grpc::Status& status) const;
    Attempt judgeStatus(const grpc::Status& status) const;
    std::string trailing(const char* key) const;

    const Call& _call;
    const SynthesisRequest& _request;
    AudioSink& _sink;
    SynthesisResult& _result;
    StreamCheck _check;
    grpc::ClientContext _context;
    grpc::CompletionQueue _queue;
    Clock::duration _waited{0};
    std::atomic<Clock::rep> _heard;
    std::atomic<bool> _abandoned{false};
    Status _stopped = Status::Ok;
    std::string _lie;
    ::scaiinfer::v1::Begin _begin;
    std::vector<SpeechEvent> _held;
    bool _sounded = false;
    bool _whole = false;
};

}  // namespace scaispeak::scaiinfer
