#pragma once

#include <grpcpp/grpcpp.h>
#include <scaiinfer/v1/speech.grpc.pb.h>

#include <mutex>
#include <string>
#include <vector>

namespace scaispeak::tests {

/// A node whose answers are these bytes: Describe gets the first message, Synthesize all of them.
class RawNode
    : public ::scaiinfer::v1::Speech::WithRawCallbackMethod_Describe<
          ::scaiinfer::v1::Speech::WithRawCallbackMethod_Synthesize<::scaiinfer::v1::Speech::CallbackService>>
{
public:
    RawNode()
    {
        grpc::ServerBuilder builder;
        builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &_port);
        builder.RegisterService(this);
        _server = builder.BuildAndStart();
    }

    std::string address() const { return "127.0.0.1:" + std::to_string(_port); }

    void answer(std::vector<std::string> messages)
    {
        const std::lock_guard lock(_mutex);
        _messages = std::move(messages);
    }

private:
    class Player : public grpc::ServerWriteReactor<grpc::ByteBuffer>
    {
    public:
        explicit Player(std::vector<std::string> messages) : _messages(std::move(messages)) { next(); }
        void OnWriteDone(bool good) override { good ? next() : Finish(grpc::Status::CANCELLED); }
        void OnDone() override { delete this; }

    private:
        void next()
        {
            if (_index == _messages.size()) return Finish(grpc::Status::OK);
            _message = buffer(_messages[_index++]);
            StartWrite(&_message);
        }

        const std::vector<std::string> _messages;
        std::size_t _index = 0;
        grpc::ByteBuffer _message;
    };

    static grpc::ByteBuffer buffer(const std::string& bytes)
    {
        const grpc::Slice slice(bytes);
        return {&slice, 1};
    }

    std::vector<std::string> messages()
    {
        const std::lock_guard lock(_mutex);
        return _messages;
    }

    grpc::ServerUnaryReactor* Describe(grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                                       grpc::ByteBuffer* response) override
    {
        const auto all = messages();
        *response = buffer(all.empty() ? std::string() : all.front());
        grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
        reactor->Finish(grpc::Status::OK);
        return reactor;
    }

    grpc::ServerWriteReactor<grpc::ByteBuffer>* Synthesize(grpc::CallbackServerContext*,
                                                           const grpc::ByteBuffer*) override
    {
        return new Player(messages());
    }

    std::mutex _mutex;
    std::vector<std::string> _messages;
    int _port = 0;
    std::unique_ptr<grpc::Server> _server;
};

}  // namespace scaispeak::tests
