// lying-node PORT: a ScaiInfer node whose engine is "espeak-ng" with one voice, and which sends what the text
// asks for. Ends when its standard input does.
#include "script.hpp"

#include <grpcpp/alarm.h>
#include <grpcpp/grpcpp.h>
#include <scaiinfer/v1/speech.grpc.pb.h>

#include <atomic>
#include <iostream>

namespace {

namespace wire = scaiinfer::v1;

class Player : public grpc::ServerWriteReactor<grpc::ByteBuffer>
{
public:
    explicit Player(Script script) : _script(std::move(script)) { next(); }
    void OnWriteDone(bool good) override
    {
        if (good && !_cancelled) return next();
        Finish(grpc::Status::CANCELLED);
    }
    void OnCancel() override { _cancelled = true; }
    void OnDone() override { delete this; }

private:
    void next()
    {
        if (_index == _script.messages.size() && _script.endless) --_index;
        if (_index == _script.messages.size()) {
            Finish(_script.fails ? grpc::Status(grpc::StatusCode::INTERNAL, "as asked") : grpc::Status::OK);
            return;
        }
        const grpc::Slice slice(_script.messages[_index++]);
        _message = grpc::ByteBuffer(&slice, 1);
        if (_script.pause.count() == 0) return StartWrite(&_message);
        _alarm.Set(std::chrono::system_clock::now() + _script.pause, [this](bool) { StartWrite(&_message); });
    }

    const Script _script;
    std::size_t _index = 0;
    grpc::ByteBuffer _message;
    grpc::Alarm _alarm;
    std::atomic<bool> _cancelled{false};
};

class LyingNode : public wire::Speech::WithRawCallbackMethod_Synthesize<wire::Speech::CallbackService>
{
public:
    grpc::ServerUnaryReactor* Describe(grpc::CallbackServerContext* context, const wire::DescribeRequest*,
                                       wire::DescribeResponse* response) override
    {
        response->set_node_id("liar");
        response->set_state(wire::STATE_SERVING);
        response->set_voices_revision("1");
        wire::Engine& engine = *response->mutable_engine();
        engine.set_name("espeak-ng");
        engine.set_preset(true);
        engine.add_languages("en-us");
        engine.add_sample_rates(22'050);
        engine.set_max_concurrency(8);
        wire::Voice& voice = *response->add_voices();
        voice.set_name("gmw/en-US");
        voice.set_language("en-us");
        grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
        reactor->Finish(grpc::Status::OK);
        return reactor;
    }

    grpc::ServerWriteReactor<grpc::ByteBuffer>* Synthesize(grpc::CallbackServerContext*,
                                                           const grpc::ByteBuffer* bytes) override
    {
        wire::SynthesizeRequest request;
        grpc::ByteBuffer copy(*bytes);
        std::vector<grpc::Slice> slices;
        std::string text;
        if (copy.Dump(&slices).ok())
            for (const grpc::Slice& slice : slices)
                text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
        request.ParseFromString(text);
        return new Player(scriptOf(request.text()));
    }
};

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::cerr << "usage: lying-node PORT\n";
        return 2;
    }
    LyingNode service;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:" + std::string(argv[1]), grpc::InsecureServerCredentials());
    builder.RegisterService(&service);
    const auto server = builder.BuildAndStart();
    if (!server) return 1;
    std::cout << "ready" << std::endl;
    std::cin.get();
    server->Shutdown(std::chrono::system_clock::now());
    return 0;
}
