#include "ctl/program.hpp"

#include "core/failure.hpp"
#include "ctl/command_failure.hpp"
#include "ctl/command_line.hpp"
#include "ctl/printable.hpp"
#include "ctl/session.hpp"
#include "ctl/signal_watch.hpp"

#include <ostream>

namespace scaispeak::ctl {
namespace {

constexpr int signalBase = 128;

int number(ExitCode code)
{
    return static_cast<int>(code);
}

ExitCode exitCodeOf(core::ErrorCode code)
{
    if (code == core::ErrorCode::ValidationError) return ExitCode::Usage;
    return code == core::ErrorCode::StorageUnavailable ? ExitCode::NotReady : ExitCode::Refused;
}

/// A failure of the domain, as the commands on the database meet it.
CommandFailure asCommandFailure(const core::Failure& failure)
{
    std::vector<std::string> rows;
    for (const core::FailureDetail& detail : failure.details())
        rows.push_back(detail.field + ": " + detail.message);
    return {exitCodeOf(failure.code()), failure.message(), std::move(rows)};
}

boost::json::object jsonOf(const CommandFailure& failure)
{
    boost::json::object error;
    error["code"] = failure.code().empty() ? boost::json::value(nullptr) : boost::json::value(failure.code());
    error["message"] = failure.message();
    error["details"] = boost::json::array(failure.rows().begin(), failure.rows().end());
    error["request_id"] =
        failure.requestId().empty() ? boost::json::value(nullptr) : boost::json::value(failure.requestId());
    error["exit_code"] = number(failure.exitCode());
    return {{"error", std::move(error)}};
}

}  // namespace

Program::Program(const Console& console, config::Environment environment)
    : _console(console), _environment(std::move(environment))
{}

int Program::run(const std::vector<std::string>& arguments)
{
    GlobalOptions options;
    try {
        return finish(perform(arguments, options));
    }
    catch (const Interrupted&) {
        return signalBase + SignalWatch::caught();
    }
    catch (const CommandFailure& failure) {
        return report(failure, options);
    }
    catch (const core::Failure& failure) {
        return report(asCommandFailure(failure), options);
    }
}

int Program::perform(const std::vector<std::string>& arguments, GlobalOptions& options)
{
    CommandLine line(options);
    Command* command = line.parse(arguments, _console.out);
    if (command == nullptr) return number(ExitCode::Ok);
    return number(command->run(Session(_console, _environment, options)));
}

int Program::report(const CommandFailure& failure, const GlobalOptions& options)
{
    std::string text = "error: ";
    if (!failure.code().empty()) text += failure.code() + ": ";
    text += failure.message();
    if (!failure.requestId().empty()) text += " (request " + failure.requestId() + ")";
    _console.err << printable(text) << '\n';
    for (const std::string& row : failure.rows())
        _console.err << "  " << printable(row) << '\n';
    if (options.json) _console.out << boost::json::serialize(jsonOf(failure)) << '\n';
    _console.out.flush();
    return number(failure.exitCode());
}

int Program::finish(int status)
{
    _console.out.flush();
    if (_console.out) return status;
    _console.err << "error: standard output could not be written\n";
    return number(ExitCode::LocalFile);
}

}  // namespace scaispeak::ctl
