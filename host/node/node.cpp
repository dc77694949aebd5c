#include "node/node.hpp"

#include "http/server/front_end.hpp"
#include "node/engine.hpp"
#include "node/engine_finder.hpp"
#include "node/figures.hpp"
#include "node/grpc_server.hpp"
#include "node/metrics_page.hpp"
#include "node/tls_files.hpp"
#include "pluginhost/worker/worker_program.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace scaispeak::node {
namespace {

using namespace std::chrono_literals;

constexpr auto drainStep = 10ms;
constexpr auto engineGrace = 2s;

/// Nodes know no API keys.
class NoCredentials : public core::CredentialLookup
{
public:
    std::optional<core::Identity> lookup(const core::Sha256&) override { return std::nullopt; }
};

http::FrontEndOptions metricsOptions(const config::MetricsListen& metrics)
{
    http::FrontEndOptions options;
    options.address = metrics.address;
    options.port = metrics.port.value_or(0);
    options.workers = 1;
    options.maxConnections = 64;
    return options;
}

}  // namespace

struct Node::Parts
{
    Parts(const EngineChoice& choice, const config::Configuration& given, core::Logger& log)
        : configuration(given),
          logger(log),
          tls(readTls(configuration)),
          found(findEngine(choice, configuration,
                           {logger, metrics, credentials, "scaispeak-node", SCAISPEAK_VERSION,
                            pluginhost::workerProgram()})),
          engine(found.backend, std::size_t{configuration.node.clipCacheMb} << 20U, metrics, logger),
          server(engine, configuration.listen, tls)
    {}

    void serveMetrics()
    {
        if (!configuration.metrics.port) return;
        metricsServer =
            std::make_unique<http::FrontEnd>(metricsOptions(configuration.metrics), metricsPage, logger);
        metricsServer->start();
    }

    /// Once a second what the health service says and the figures.
    void watch()
    {
        Figures figures(metrics, engine, *found.plugins);
        std::unique_lock lock(mutex);
        do {
            const bool up = engine.backend().health().ok;
            figures.update(up);
            server.setServing(up && !engine.admission().draining());
        } while (!wake.wait_for(lock, 1s, [this] { return stopping; }));
    }

    void stopWatching()
    {
        {
            const std::lock_guard lock(mutex);
            stopping = true;
        }
        wake.notify_all();
        if (watcher.joinable()) watcher.join();
    }

    const config::Configuration configuration;
    core::Logger& logger;
    // Before an engine starts: what it takes is not spent on a configuration that cannot serve.
    const std::optional<TlsFiles> tls;
    telemetry::PrometheusMetrics metrics;
    NoCredentials credentials;
    FoundEngine found;
    Engine engine;
    GrpcServer server;
    MetricsPage metricsPage{metrics};
    std::unique_ptr<http::FrontEnd> metricsServer;
    std::mutex mutex;
    std::condition_variable wake;
    bool stopping = false;
    std::thread watcher;
};

Node::Node(const EngineChoice& engine, const config::Configuration& configuration, core::Logger& logger)
    : _parts(std::make_unique<Parts>(engine, configuration, logger))
{
    Parts& parts = *_parts;
    parts.serveMetrics();
    parts.watcher = std::thread(&Parts::watch, &parts);
    logger.info("ready",
                {{"address", std::string_view(parts.configuration.listen.address)},
                 {"port", std::int64_t{parts.server.port()}},
                 {"metrics_port", std::int64_t{parts.metricsServer ? parts.metricsServer->port() : 0}},
                 {"tls", parts.tls.has_value()},
                 {"version", std::string_view(SCAISPEAK_VERSION)},
                 {"node_id", std::string_view(parts.engine.nodeId())},
                 {"engine", std::string_view(parts.engine.description().name)},
                 {"plugin", std::string_view(parts.found.pluginId)},
                 {"isolation", std::string_view(parts.found.isolation)},
                 {"calls_at_once", std::int64_t{parts.engine.description().maxConcurrency}}});
}

Node::~Node()
{
    _parts->stopWatching();
}

bool Node::stop()
{
    Parts& parts = *_parts;
    const auto drain = parts.configuration.speak.drain;
    parts.logger.info("stopping", {{"drain_ms", static_cast<std::int64_t>(drain.count())}});
    parts.stopWatching();
    parts.engine.admission().drain();
    parts.server.setServing(false);
    const auto until = std::chrono::steady_clock::now() + drain;
    while (parts.engine.admission().inflight() > 0 && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(drainStep);
    const bool drained =
        parts.engine.admission().inflight() == 0 && parts.engine.admission().failedInDrain() == 0;
    // An engine that does not let go would hold the server's end up for ever.
    std::thread cut([&parts] { parts.server.stop(0ms); });
    const auto grace = std::chrono::steady_clock::now() + engineGrace;
    while (parts.engine.admission().inflight() > 0 && std::chrono::steady_clock::now() < grace)
        std::this_thread::sleep_for(drainStep);
    const bool released = parts.engine.admission().inflight() == 0 && parts.engine.pool().stop(engineGrace);
    released ? cut.join() : cut.detach();
    if (parts.metricsServer) parts.metricsServer->stop(0ms);
    parts.logger.info("stopped", {{"drained", drained}, {"engines_released", released}});
    return released;
}

}  // namespace scaispeak::node
