#pragma once

#include "ctl/command.hpp"
#include "ctl/session.hpp"

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

namespace scaispeak::ctl {

/// The commands and options of the program.
class CommandLine
{
public:
    /// What is read goes into `options`, which outlives this.
    explicit CommandLine(GlobalOptions& options);

    /// The command that was named; null when help or the version was asked for, which is written to `out`.
    /// Throws CommandFailure(Usage).
    Command* parse(const std::vector<std::string>& arguments, std::ostream& out);

private:
    void addGlobalOptions(GlobalOptions& options);
    void addCommands();
    Command* chosen() const;

    CLI::App _app;
    std::vector<std::unique_ptr<Command>> _commands;
};

}  // namespace scaispeak::ctl
