#pragma once

#include <grpcpp/grpcpp.h>
#include <scaiinfer/v1/speech.grpc.pb.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace scaispeak::tests {

/// A node that answers each call as it is told to, and counts its calls. Its engine is "stand-in", 8 kHz.
class StandInNode : public ::scaiinfer::v1::Speech::Service
{
public:
    using Request = ::scaiinfer::v1::SynthesizeRequest;
    using Response = ::scaiinfer::v1::SynthesizeResponse;
    using Writer = grpc::ServerWriter<Response>;
    using Answer = std::function<grpc::Status(grpc::ServerContext&, const Request&, Writer&)>;

    explicit StandInNode(std::string id, Answer answer = &StandInNode::speak)
        : _id(std::move(id)), _answer(std::move(answer))
    {
        grpc::ServerBuilder builder;
        builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &_port);
        builder.RegisterService(this);
        _server = builder.BuildAndStart();
    }
    ~StandInNode() override { _server->Shutdown(std::chrono::system_clock::now()); }

    std::string address() const { return "127.0.0.1:" + std::to_string(_port); }

    void answer(Answer answer)
    {
        const std::lock_guard lock(_mutex);
        _answer = std::move(answer);
    }

    std::atomic<int> calls{0};
    std::atomic<bool> away{false};  ///< Its probe fails, too.
    std::atomic<::scaiinfer::v1::State> state{::scaiinfer::v1::STATE_SERVING};

    /// A tenth of a second of silence.
    static grpc::Status speak(grpc::ServerContext&, const Request&, Writer& out)
    {
        begin(out);
        Response response;
        ::scaiinfer::v1::Trailer& trailer = *response.mutable_trailer();
        trailer.set_samples(800);
        trailer.set_audio_bytes(1'600);
        trailer.set_crc32(0xC5117D35U);
        out.Write(response);
        return grpc::Status::OK;
    }

    /// Its begin and its audio.
    static void begin(Writer& out)
    {
        Response response;
        response.mutable_begin()->set_encoding(::scaiinfer::v1::ENCODING_PCM_S16);
        response.mutable_begin()->set_sample_rate(8'000);
        response.mutable_begin()->set_channels(1);
        out.Write(response);
        response.set_audio(std::string(1'600, '\0'));
        out.Write(response);
    }

    static Answer failing(grpc::StatusCode code)
    {
        return
            [code](grpc::ServerContext&, const Request&, Writer&) { return grpc::Status(code, "as told"); };
    }

    static Answer full(int retryAfterMs)
    {
        return [retryAfterMs](grpc::ServerContext& context, const Request&, Writer&) {
            context.AddTrailingMetadata("retry-after-ms", std::to_string(retryAfterMs));
            return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "as told");
        };
    }

private:
    grpc::Status Describe(grpc::ServerContext*, const ::scaiinfer::v1::DescribeRequest*,
                          ::scaiinfer::v1::DescribeResponse* response) override
    {
        if (away) return {grpc::StatusCode::UNAVAILABLE, "as told"};
        response->set_node_id(_id);
        response->set_state(state);
        response->mutable_engine()->set_name("stand-in");
        response->mutable_engine()->add_sample_rates(8'000);
        response->mutable_engine()->set_max_concurrency(4);
        return grpc::Status::OK;
    }

    grpc::Status Synthesize(grpc::ServerContext* context, const Request* request, Writer* out) override
    {
        ++calls;
        Answer answer;
        {
            const std::lock_guard lock(_mutex);
            answer = _answer;
        }
        return answer(*context, *request, *out);
    }

    const std::string _id;
    std::mutex _mutex;
    Answer _answer;
    int _port = 0;
    std::unique_ptr<grpc::Server> _server;
};

}  // namespace scaispeak::tests
