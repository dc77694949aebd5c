#pragma once

#include "config/environment.hpp"
#include "ctl/console.hpp"

#include <string>
#include <vector>

namespace scaispeak::ctl {

class CommandFailure;
struct GlobalOptions;

/// scaispeakctl: reads a command line, runs the command it names, and says what went wrong.
class Program
{
public:
    /// The console outlives the program.
    Program(const Console& console, config::Environment environment);

    /// `arguments` without the program's own name. Returns what to end with, see ExitCode.
    int run(const std::vector<std::string>& arguments);

private:
    int perform(const std::vector<std::string>& arguments, GlobalOptions& options);
    int report(const CommandFailure& failure, const GlobalOptions& options);
    int finish(int status);

    const Console& _console;
    config::Environment _environment;
};

}  // namespace scaispeak::ctl
