// bench_node_cancel [CALLS]: from a host's cancel to an idle engine, through gRPC over the loopback. The
// engine pushes 20 ms of audio as fast as it is taken and notices nothing but what its sink or its cancel
// says.
#include "node/engine.hpp"
#include "node/grpc_server.hpp"
#include "support/quiet_logger.hpp"
#include "telemetry/prometheus_metrics.hpp"

#include <grpcpp/grpcpp.h>
#include <scaiinfer/v1/speech.grpc.pb.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <thread>
#include <vector>

namespace {

using namespace scaispeak;
using Clock = std::chrono::steady_clock;

class PacedEngine : public core::Backend
{
public:
    std::atomic<Clock::rep> ended{0};

    std::shared_ptr<const core::EngineDescription> describe() override
    {
        auto engine = std::make_shared<core::EngineDescription>();
        engine->name = "paced";
        return engine;
    }
    std::vector<core::EngineVoice> listVoices() override { return {}; }
    core::SynthesisOutcome synthesize(const core::SynthesisRequest&, core::AudioSink& sink,
                                      const core::Cancellation& cancellation) override
    {
        const std::vector<std::byte> chunk(882);
        sink.begin({core::Encoding::PcmS16, 22'050, 1});
        while (!cancellation.stopped() && sink.write(chunk) == core::StopReason::None)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        ended = Clock::now().time_since_epoch().count();
        core::SynthesisOutcome outcome;
        outcome.status = core::SynthesisStatus::Cancelled;
        return outcome;
    }
    void cancel(const std::string&) noexcept override {}
    core::BackendHealth health() override { return {true, "", ""}; }
};

double cancelOne(scaiinfer::v1::Speech::Stub& stub, PacedEngine& engine)
{
    engine.ended = 0;
    grpc::ClientContext context;
    scaiinfer::v1::SynthesizeRequest request;
    request.set_text("text");
    request.set_engine_voice("voice");
    const auto reader = stub.Synthesize(&context, request);
    scaiinfer::v1::SynthesizeResponse message;
    for (int messages = 0; messages < 20 && reader->Read(&message); ++messages) {
    }
    const auto begun = Clock::now();
    context.TryCancel();
    reader->Finish();
    while (engine.ended == 0)
        std::this_thread::yield();
    const Clock::time_point ended{Clock::duration(engine.ended.load())};
    return std::chrono::duration<double, std::milli>(ended - begun).count();
}

}  // namespace

int main(int argc, char** argv)
{
    const int calls = argc > 1 ? std::atoi(argv[1]) : 500;
    const auto paced = std::make_shared<PacedEngine>();
    telemetry::PrometheusMetrics metrics;
    tests::QuietLogger logger;
    node::Engine engine(paced, 1U << 20U, metrics, logger);
    config::Listen listen;
    listen.port = 0;
    node::GrpcServer server(engine, listen, {});
    const auto stub = scaiinfer::v1::Speech::NewStub(grpc::CreateChannel(
        "127.0.0.1:" + std::to_string(server.port()), grpc::InsecureChannelCredentials()));
    std::vector<double> took;
    while (took.size() < static_cast<std::size_t>(calls)) {
        while (engine.admission().inflight() > 0)
            std::this_thread::yield();
        took.push_back(cancelOne(*stub, *paced));
    }
    std::ranges::sort(took);
    std::cout << calls << " cancelled calls: p50 " << took[took.size() / 2] << " ms, p99 "
              << took[took.size() * 99 / 100] << " ms, worst " << took.back() << " ms\n";
    return 0;
}
