#include <grpcpp/grpcpp.h>
#include <scaiinfer/v1/speech.grpc.pb.h>

#include <iostream>
#include <latch>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

// clip-crowd ADDRESS CALLS BYTES: hosts that all send a node their clip at once, each over a connection of
// its own. Writes each gRPC status code and how many calls ended with it, a line each.
namespace {

namespace wire = scaiinfer::v1;

wire::SynthesizeRequest requestWith(std::size_t bytes)
{
    wire::SynthesizeRequest request;
    request.set_text("What the clip's voice says.");
    wire::Reference& clip = *request.mutable_reference();
    clip.set_key(std::string(32, 'k'));
    clip.set_sample_rate(192'000);
    clip.set_frames(bytes / 2);
    clip.set_pcm(std::string(bytes / 2 * 2, 'x'));
    return request;
}

int speak(const std::string& address, const wire::SynthesizeRequest& request, std::latch& all)
{
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto channel = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
    channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(10));
    const auto stub = wire::Speech::NewStub(channel);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    all.arrive_and_wait();
    const auto answer = stub->Synthesize(&context, request);
    wire::SynthesizeResponse part;
    while (answer->Read(&part)) {
    }
    return answer->Finish().error_code();
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 4) return 2;
    const wire::SynthesizeRequest request = requestWith(std::stoul(argv[3]));
    const int calls = std::stoi(argv[2]);
    std::latch all(calls);
    std::mutex mutex;
    std::map<int, int> codes;
    std::vector<std::thread> threads;
    for (int call = 0; call < calls; ++call)
        threads.emplace_back([&] {
            const int code = speak(argv[1], request, all);
            const std::lock_guard lock(mutex);
            ++codes[code];
        });
    for (std::thread& thread : threads)
        thread.join();
    for (const auto& [code, count] : codes)
        std::cout << code << ' ' << count << '\n';
}
