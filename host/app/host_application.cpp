#include "app/host_application.hpp"

#include "app/configuration_check.hpp"
#include "app/exit_code.hpp"
#include "app/host.hpp"
#include "app/service_manager.hpp"
#include "app/standard_output.hpp"
#include "config/loader.hpp"
#include "config/masking.hpp"
#include "core/termination.hpp"
#include "store/migrator.hpp"
#include "store/store.hpp"
#include "telemetry/json_logger.hpp"

#include <Poco/Util/HelpFormatter.h>
#include <Poco/Util/Option.h>
#include <Poco/Util/OptionException.h>
#include <unistd.h>

#include <iostream>

namespace scaispeak::app {

void HostApplication::defineOptions(Poco::Util::OptionSet& options)
{
    using Poco::Util::Option;
    options.addOption(Option("config", "c", "the configuration, a YAML file").argument("FILE"));
    options.addOption(Option("check", "", "check the configuration and the plugins it names, and end"));
    options.addOption(
        Option("print-config", "", "print the configuration in force, secrets masked, and end"));
    options.addOption(Option("migrate", "", "bring the database to this version's schema, and end"));
    options.addOption(Option("version", "V", "print the version and end"));
    options.addOption(Option("help", "h", "print this and end"));
}

void HostApplication::handleOption(const std::string& name, const std::string& value)
{
    if (name == "config")
        _file = value;
    else if (name == "check")
        _task = Task::Check;
    else if (name == "print-config")
        _task = Task::Print;
    else if (name == "migrate")
        _task = Task::Migrate;
    else if (name == "version")
        _task = Task::Version;
    else if (name == "help")
        _task = Task::Help;
    if (_task == Task::Help || _task == Task::Version) stopOptionsProcessing();
}

int HostApplication::main(const std::vector<std::string>& arguments)
{
    if (!arguments.empty()) {
        std::cerr << "scaispeakd: '" << arguments.front() << "' is not expected; see scaispeakd --help\n";
        return exitConfiguration;
    }
    try {
        return perform();
    }
    catch (const config::ConfigurationError& error) {
        std::cerr << error.what() << '\n';
        return exitConfiguration;
    }
    catch (const std::exception& error) {
        std::cerr << "scaispeakd: " << error.what() << '\n';
        return exitFailed;
    }
}

int HostApplication::perform()
{
    if (_task == Task::Help) return showHelp();
    if (_task == Task::Version) {
        std::cout << "scaispeakd " << SCAISPEAK_VERSION << '\n';
        return exitOk;
    }
    if (_file.empty()) {
        std::cerr << "scaispeakd: --config FILE is missing; config/embedded.yaml is one to start from\n";
        return exitConfiguration;
    }
    const config::Configuration configuration = config::load(_file, config::processEnvironment());
    switch (_task) {
        case Task::Check:
            checkConfiguration(configuration);
            std::cout << configuration.file.string() << ": good\n";
            return exitOk;
        case Task::Print:
            std::cout << config::toJson(configuration, schemasOf(configuration)) << '\n';
            return exitOk;
        case Task::Migrate:
            return migrate(configuration);
        default:
            return serve(configuration);
    }
}

int HostApplication::serve(const config::Configuration& configuration)
{
    const ServiceManager manager;
    telemetry::JsonLogger logger(claimStandardOutput());
    Host host(configuration, logger);
    try {
        host.start();
    }
    catch (const std::exception& error) {
        logger.error("start_failed", {{"reason", std::string_view(error.what())}});
        logger.flush();
        throw;
    }
    manager.ready();
    while (core::waitForSignal() == core::Signal::Reload) {
        manager.reloading();
        reload(host, logger);
        manager.ready();
    }
    manager.stopping();
    const bool clean = host.stop();
    logger.flush();
    if (clean) return exitOk;
    // An engine still runs on a thread that nobody can stop: nothing it uses may be destroyed under it.
    ::_exit(exitEngineHung);
}

/// Whatever is wrong with the file, the host goes on with what it has.
void HostApplication::reload(Host& host, core::Logger& logger) const
{
    try {
        host.reload(config::load(_file, config::processEnvironment()));
    }
    catch (const std::exception& error) {
        logger.error("reload_failed",
                     {{"reason", std::string_view(error.what())},
                      {"remedy", std::string_view("the old configuration stays in force; mend the file, see "
                                                  "scaispeakd --check, and send SIGHUP again")}});
    }
}

int HostApplication::migrate(const config::Configuration& configuration)
{
    store::Database database(configuration.database.url, {});
    const auto applied = store::Migrator(database).apply();
    for (const auto& step : applied)
        std::cout << "applied " << step.version << ' ' << step.name << '\n';
    if (applied.empty()) std::cout << "nothing to do: the database is up to date\n";
    return exitOk;
}

int HostApplication::showHelp() const
{
    Poco::Util::HelpFormatter help(options());
    help.setCommand("scaispeakd");
    help.setUsage("--config FILE [--check | --print-config | --migrate]");
    help.setHeader(
        "The ScaiSpeak host: text to speech for many tenants behind one API. It logs to standard output as "
        "JSON "
        "lines and stops on SIGTERM when running calls have ended, or after speak.drain_s.");
    help.setFooter(
        "Ends with 0 when all went well, 1 when it could not run, 2 when the command line or the "
        "configuration "
        "is wrong, 3 when an engine had to be left behind.");
    help.format(std::cout);
    return exitOk;
}

}  // namespace scaispeak::app
