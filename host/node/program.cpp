#include "node/program.hpp"

#include "core/termination.hpp"
#include "node/node.hpp"
#include "node/options.hpp"
#include "telemetry/json_logger.hpp"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <iostream>
#include <map>
#include <string>

namespace scaispeak::node {
namespace {

constexpr int exitFailed = 1;
constexpr int exitConfiguration = 2;
constexpr int exitEngineHung = 3;

void define(CLI::App& app, Options& options)
{
    app.name("scaispeak-node");
    app.set_version_flag("--version,-V", "scaispeak-node " SCAISPEAK_VERSION);
    app.add_option("--engine", options.engine, "the engine to serve, by the name it reports: espeak-ng")
        ->required()
        ->type_name("NAME");
    app.add_option("--port", options.port, "the port of gRPC; 0 lets the system choose")->type_name("P");
    app.add_option("--address", options.address, "the address to listen on (default 127.0.0.1)")
        ->type_name("ADDRESS");
    app.add_option("--config", options.config, "a YAML file, of the form of scaispeakd's")->type_name("FILE");
    app.add_option("--metrics-port", options.metricsPort, "serve GET /metrics on this port")->type_name("P");
    const std::map<std::string, config::Isolation> words{{"auto", config::Isolation::Auto},
                                                         {"process", config::Isolation::Process},
                                                         {"worker", config::Isolation::Worker}};
    app.add_option("--isolation", options.isolation,
                   "where the engine runs: auto (as its plugin says), process, worker")
        ->transform(CLI::CheckedTransformer(words).description(""))
        ->type_name("WHERE");
    app.add_option("--workers", options.workers, "how many worker processes, each with an engine")
        ->check(CLI::Range(1, 1024).description(""))
        ->type_name("N");
    app.footer(
        "Serves until SIGTERM; then no call begins any more, and those that run have speak.drain_s.\n"
        "Ends with 0 when it stopped as told, 1 when it could not run, 2 when the command line or the\n"
        "configuration is wrong, 3 when an engine had to be left behind.");
}

/// Log lines alone go to standard output: what a library prints there goes to standard error.
int claimStandardOutput()
{
    const int own = ::dup(STDOUT_FILENO);
    if (own < 0) return STDOUT_FILENO;
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    return own;
}

int serve(const Options& options)
{
    const config::Configuration configuration = configurationOf(options);
    telemetry::JsonLogger logger(claimStandardOutput());
    try {
        Node node({options.engine, options.isolation, options.workers}, configuration, logger);
        while (core::waitForSignal() != core::Signal::Terminate) {
        }
        if (node.stop()) return 0;
    }
    catch (const std::exception& error) {
        logger.error("start_failed", {{"reason", std::string_view(error.what())}});
        logger.flush();
        throw;
    }
    logger.flush();
    // An engine still runs on a thread that nobody can stop: nothing it uses may be destroyed under it.
    ::_exit(exitEngineHung);
}

}  // namespace

int run(int argc, char** argv)
{
    core::blockSignals();
    Options options;
    CLI::App app("A ScaiInfer node: serves one engine plugin to ScaiSpeak hosts over gRPC.");
    define(app, options);
    try {
        app.parse(argc, argv);
        return serve(options);
    }
    catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : exitConfiguration;
    }
    catch (const config::ConfigurationError& error) {
        std::cerr << error.what() << '\n';
        return exitConfiguration;
    }
    catch (const std::exception& error) {
        std::cerr << "scaispeak-node: " << error.what() << '\n';
        return exitFailed;
    }
}

}  // namespace scaispeak::node
