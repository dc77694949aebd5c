#include "check_command.hpp"
#include "manifest_command.hpp"
#include "peer_process.hpp"
#include "report.hpp"

#include <scaispeak/abi.h>

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <string>

namespace {

using scaispeak::check::CheckRequest;
using scaispeak::check::ExitCode;

std::string versionText()
{
    return "scaispeak-plugin-check " SCAISPEAK_VERSION ", plugin ABI " + std::to_string(SCS_ABI_MAJOR) + "." +
           std::to_string(SCS_ABI_MINOR) + " draft " + std::to_string(SCS_ABI_DRAFT);
}

/// What the command line says.
struct CommandLine
{
    std::string manifestOf;
    std::string output;
    std::string plugin;
    std::string runCheck;
    bool list = false;
    CheckRequest request;
};

void addOptions(CLI::App& app, CommandLine& line)
{
    app.add_option("--emit-manifest", line.manifestOf,
                   "makes the manifest of a plugin: <id>.so is loaded, but no instance is made")
        ->type_name("PLUGIN.so");
    app.add_option("-o,--output", line.output,
                   "where the manifest goes, - for standard output (default: beside the plugin)")
        ->type_name("FILE");
    app.add_option("PLUGIN.so", line.plugin, "the plugin to be checked")->check(CLI::ExistingFile);
    app.add_option("--level", line.request.level,
                   "1 what it needs to be loaded, 2 verified (default), 3 soak and fuzz as well")
        ->check(CLI::Range(1, 3));
    app.add_option("--only", line.request.only, "only checks whose names begin so; may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false);
    app.add_option("--seed", line.request.order.seed,
                   "what random requests are made from; repeat it to see them again")
        ->type_name("NUMBER");
    app.add_flag("--json", line.request.json, "the report as JSON");
    app.add_flag("--in-process", line.request.inProcess, "all in this process, for a debugger");
    app.add_flag("--list", line.list, "every check, its level and what it asks for");
    app.add_option("--run-check", line.runCheck)->group("");
    app.add_option("--peer", line.request.order.peer)->group("");
    app.set_version_flag("--version", versionText());
    app.footer(scaispeak::check::exitCodeHelp);
}

ExitCode run(int argc, char** argv)
{
    CLI::App app("Checks a ScaiSpeak plugin as the host would use it, and makes its manifest.");
    CommandLine line;
    addOptions(app, line);
    try {
        app.parse(argc, argv);
        if (line.plugin.empty() == line.manifestOf.empty() && !line.list)
            throw CLI::ValidationError("name a plugin, or --emit-manifest and one, or --list");
    }
    catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? ExitCode::Ok : ExitCode::Usage;
    }
    if (line.list) {
        std::cout << scaispeak::check::listOfChecks();
        return ExitCode::Ok;
    }
    if (!line.manifestOf.empty()) return scaispeak::check::emitManifest(line.manifestOf, line.output);
    line.request.order.plugin = std::filesystem::absolute(line.plugin);
    if (line.runCheck.empty()) return scaispeak::check::checkPlugin(line.request);
    const auto* check = scaispeak::check::findCheck(line.runCheck);
    if (check == nullptr) return ExitCode::Usage;
    return static_cast<ExitCode>(scaispeak::check::runForParent(*check, line.request.order));
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        return static_cast<int>(run(argc, argv));
    }
    catch (const scaispeak::check::PeerFailed& error) {
        std::cerr << "scaispeak-plugin-check: " << error.what() << "\n";
        return static_cast<int>(ExitCode::NoPeer);
    }
    catch (const std::exception& error) {
        std::cerr << "scaispeak-plugin-check: " << error.what() << "\n";
        return static_cast<int>(ExitCode::Internal);
    }
}
