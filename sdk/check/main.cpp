#include "manifest_command.hpp"

#include <scaispeak/abi.h>

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <string>

namespace {

using scaispeak::check::ExitCode;

std::string versionText()
{
    return "scaispeak-plugin-check " SCAISPEAK_VERSION ", plugin ABI " + std::to_string(SCS_ABI_MAJOR) + "." +
           std::to_string(SCS_ABI_MINOR) + " draft " + std::to_string(SCS_ABI_DRAFT);
}

ExitCode run(int argc, char** argv)
{
    CLI::App app("Checks a ScaiSpeak plugin as the host would, and makes its manifest.");
    std::string plugin;
    std::string output;
    app.add_option("--emit-manifest", plugin, "the plugin: <id>.so; it is loaded, but no instance is made")
        ->type_name("PLUGIN.so")
        ->required();
    app.add_option("-o,--output", output,
                   "where the manifest goes, - for standard output (default: beside the plugin)")
        ->type_name("FILE");
    app.set_version_flag("--version", versionText());
    app.footer(scaispeak::check::exitCodeHelp);
    try {
        app.parse(argc, argv);
    }
    catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? ExitCode::Ok : ExitCode::Usage;
    }
    return scaispeak::check::emitManifest(plugin, output);
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        return static_cast<int>(run(argc, argv));
    }
    catch (const std::exception& error) {
        std::cerr << "scaispeak-plugin-check: " << error.what() << "\n";
        return static_cast<int>(ExitCode::Internal);
    }
}
