#pragma once

#include "ctl/console.hpp"
#include "ctl/program.hpp"

#include <sstream>
#include <string>
#include <utility>
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

/// What it is given beside its arguments.
class CtlInput
{
public:
    CtlInput(config::Environment environment = {}, std::string text = {}, int audioOut = -1)
        : _environment(std::move(environment)), _text(std::move(text)), _audioOut(audioOut)
    {}

    const config::Environment& environment() const { return _environment; }
    const std::string& text() const { return _text; }
    int audioOut() const { return _audioOut; }
    CtlInput& with(const std::string& variable, const std::string& value)
    {
        _environment[variable] = value;
        return *this;
    }

private:
    config::Environment _environment;
    std::string _text;
    int _audioOut;
};

/// Runs the program inside this one.
inline CtlRun ctl(const std::vector<std::string>& arguments, const CtlInput& input = {})
{
    std::istringstream in(input.text());
    std::ostringstream out;
    std::ostringstream err;
    const Console console{in, out, err, input.audioOut(), false};
    CtlRun run;
    run.status = Program(console, input.environment()).run(arguments);
    run.out = out.str();
    run.err = err.str();
    return run;
}

}  // namespace scaispeak::ctl::test
