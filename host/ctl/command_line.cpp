#include "ctl/command_line.hpp"

#include "ctl/command_failure.hpp"
#include "ctl/commands/key_create.hpp"
#include "ctl/commands/key_list.hpp"
#include "ctl/commands/key_revoke.hpp"
#include "ctl/commands/migrate.hpp"
#include "ctl/commands/speak.hpp"
#include "ctl/commands/status.hpp"
#include "ctl/commands/voices.hpp"

#include <ostream>

namespace scaispeak::ctl {
namespace {

constexpr const char* description =
    "scaispeakctl: speaks, and looks after a ScaiSpeak host.\n"
    "speak, voices and status talk to the API; key and migrate work on the database.";

constexpr const char* footer =
    "Examples:\n"
    "  scaispeakctl --key-file key speak \"Good morning.\" -o hello.mp3\n"
    "  scaispeakctl --key-file key voices --language fr\n"
    "  scaispeakctl --config scaispeakd.yaml key create --tenant acme --user ann --role tenant_admin\n"
    "  scaispeakctl speak --help\n"
    "\n"
    "Environment: SCAISPEAK_URL and SCAISPEAK_KEY stand in for --url and --key-file.\n"
    "\n";

CommandFailure usageFailure(const std::string& message)
{
    return {ExitCode::Usage, message, {"scaispeakctl --help says how it is used"}};
}

}  // namespace

CommandLine::CommandLine(GlobalOptions& options) : _app(description, "scaispeakctl")
{
    _app.set_help_flag("-h,--help", "Print this and end");
    _app.set_version_flag("--version", "scaispeakctl " SCAISPEAK_VERSION);
    _app.fallthrough();
    addGlobalOptions(options);
    addCommands();
    _app.require_subcommand(1);
    _app.footer(std::string(footer) + exitCodesHelp);
}

void CommandLine::addGlobalOptions(GlobalOptions& options)
{
    _app.add_option("--config", options.config,
                    "The host's configuration: database of key and migrate, address of the API")
        ->type_name("FILE");
    _app.add_option(
            "--url", options.url,
            "Where the API is; default: as --config says, else SCAISPEAK_URL, else http://127.0.0.1:8080")
        ->type_name("URL");
    _app.add_option("--ca-file", options.caFile,
                    "PEM file of the authority of an https host; default: the system's")
        ->type_name("FILE");
    _app.add_option("--key-file", options.keyFile, "File with the API key; default: the key in SCAISPEAK_KEY")
        ->type_name("FILE");
    _app.add_flag("--json", options.json, "One JSON object a line on standard output, for programs");
}

void CommandLine::addCommands()
{
    _commands.push_back(std::make_unique<Speak>());
    _commands.push_back(std::make_unique<Voices>());
    _commands.push_back(std::make_unique<Status>());
    _commands.push_back(std::make_unique<Migrate>());
    for (auto& command : _commands)
        command->addTo(_app);
    CLI::App& key =
        *_app.add_subcommand("key", "Make, list and revoke API keys, in the database of --config");
    const std::size_t first = _commands.size();
    _commands.push_back(std::make_unique<KeyCreate>());
    _commands.push_back(std::make_unique<KeyList>());
    _commands.push_back(std::make_unique<KeyRevoke>());
    for (std::size_t index = first; index < _commands.size(); ++index)
        _commands[index]->addTo(key);
    key.require_subcommand(1);
}

Command* CommandLine::parse(const std::vector<std::string>& arguments, std::ostream& out)
{
    try {
        // CLI11 takes the arguments from the end of what it is given.
        _app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    }
    catch (const CLI::Success& wanted) {
        _app.exit(wanted, out, out);
        return nullptr;
    }
    catch (const CLI::RequiredError& error) {
        // What was taken for no command is left over, and says more than that one is lacking.
        const std::vector<std::string> left = _app.remaining(true);
        const bool unknown = chosen() == nullptr && !left.empty();
        throw usageFailure(unknown ? "'" + left.front() + "' is no command" : error.what());
    }
    catch (const CLI::ParseError& error) {
        throw usageFailure(error.what());
    }
    return chosen();
}

Command* CommandLine::chosen() const
{
    for (const auto& command : _commands)
        if (command->chosen()) return command.get();
    return nullptr;
}

}  // namespace scaispeak::ctl
