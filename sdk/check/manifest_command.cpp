#include "manifest_command.hpp"

#include "atomic_file.hpp"
#include "pluginhost/loader/manifest.hpp"
#include "pluginhost/loader/plugin_loader.hpp"
#include "pluginhost/loader/pretty_json.hpp"

#include <iostream>
#include <system_error>

namespace scaispeak::check {

namespace {

ExitCode writeTo(const std::filesystem::path& file, const std::string& text)
{
    try {
        writeAtomically(file, text);
        return ExitCode::Ok;
    }
    catch (const std::system_error& error) {
        std::cerr << "the manifest cannot be written: " << error.what()
                  << "; name another file with --output\n";
        return ExitCode::CannotWrite;
    }
}

}  // namespace

ExitCode emitManifest(const std::filesystem::path& plugin, const std::string& output)
{
    std::string text;
    try {
        text = pluginhost::prettyJson(pluginhost::PluginLoader().inspect(plugin).manifest());
    }
    catch (const pluginhost::PluginRefused& refused) {
        std::cerr << refused.what() << "\n";
        return ExitCode::Refused;
    }
    const std::filesystem::path file =
        output.empty() ? pluginhost::manifestPath(plugin) : std::filesystem::path(output);
    if (output != "-") return writeTo(file, text);
    std::cout << text << std::flush;
    return std::cout ? ExitCode::Ok : ExitCode::CannotWrite;
}

}  // namespace scaispeak::check
