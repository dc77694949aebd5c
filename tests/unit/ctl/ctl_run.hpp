#pragma once

#include "ctl/console.hpp"
#include "ctl/program.hpp"

#include <sstream>
#include <string>
#include <vector>

namespace scaispeak::ctl::test {

/// What one run of the program gave.
struct CtlRun
{
    int status = -1;
    std::string out;
    std::string err;

    bool says(const std::string& words) const { return err.find(words) != std::string::npos; }
    bool prints(const std::string& words) const { return out.find(words) != std::string::npos; }
};

struct CtlInput
{
    config::Environment environment;
    std::string text;
    int audioOut = -1;
    bool terminal = false;
};

/// Runs the program inside this one.
inline CtlRun ctl(const std::vector<std::string>& arguments, const CtlInput& input = {})
{
    std::istringstream in(input.text);
    std::ostringstream out;
    std::ostringstream err;
    const Console console{in, out, err, input.audioOut, input.terminal};
    CtlRun run;
    run.status = Program(console, input.environment).run(arguments);
    run.out = out.str();
    run.err = err.str();
    return run;
}

}  // namespace scaispeak::ctl::test
