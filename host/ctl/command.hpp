#pragma once

#include "ctl/exit_code.hpp"

#include <CLI/CLI.hpp>

namespace scaispeak::ctl {

class Session;

/// One command of the program: its options, and what it does.
class Command
{
public:
    Command() = default;
    virtual ~Command() = default;
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;

    /// Adds itself, with a help of its own, to those of `parent`. The command outlives the parsing.
    virtual void addTo(CLI::App& parent) = 0;
    /// Throws CommandFailure, Interrupted.
    virtual ExitCode run(const Session& session) = 0;

    bool chosen() const { return _line != nullptr && _line->parsed(); }

protected:
    CLI::App& addLine(CLI::App& parent, const std::string& name, const std::string& description,
                      const std::string& examples)
    {
        _line = parent.add_subcommand(name, description);
        _line->footer(
            "Examples:\n" + examples +
            "\n\n--config, --url, --key-file, --ca-file and --json go with it: see scaispeakctl --help.");
        return *_line;
    }

private:
    CLI::App* _line = nullptr;
};

}  // namespace scaispeak::ctl
