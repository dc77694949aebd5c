#pragma once

#include "ctl/exit_code.hpp"

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace scaispeak::ctl {

/// Why a command could not be done: what is shown on standard error, and what the program ends with. Of the
/// API's own errors also their words. Never holds a key or spoken text.
class CommandFailure : public std::exception
{
public:
    CommandFailure(ExitCode exitCode, std::string message, std::vector<std::string> rows = {})
        : _exitCode(exitCode), _message(std::move(message)), _rows(std::move(rows))
    {}

    CommandFailure& withCode(std::string code)
    {
        _code = std::move(code);
        return *this;
    }
    CommandFailure& withRequestId(std::string requestId)
    {
        _requestId = std::move(requestId);
        return *this;
    }

    ExitCode exitCode() const noexcept { return _exitCode; }
    const std::string& message() const noexcept { return _message; }
    const std::vector<std::string>& rows() const noexcept { return _rows; }  ///< One for each detail.
    const std::string& code() const noexcept { return _code; }  ///< Empty where it is not the API's.
    const std::string& requestId() const noexcept { return _requestId; }
    const char* what() const noexcept override { return _message.c_str(); }

private:
    ExitCode _exitCode;
    std::string _message;
    std::vector<std::string> _rows;
    std::string _code;
    std::string _requestId;
};

/// A signal asked to stop. Not a failure: what was begun is undone on the way out.
class Interrupted : public std::exception
{
public:
    const char* what() const noexcept override { return "interrupted"; }
};

}  // namespace scaispeak::ctl
