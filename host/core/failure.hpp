#pragma once

#include "core/error_code.hpp"

#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace scaispeak::core {

/// One fault among the `details` of an answer. `code` is a stable reason word where the fault is not a
/// field's.
struct FailureDetail
{
    std::string field;
    std::string code;
    std::string message;
};

/// Why a call could not be done, in the words of the contract. Thrown by the domain, made an answer by `http`
/// alone. The message is for people and public: it names cause and remedy, and never repeats spoken text or a
/// secret.
class Failure : public std::exception
{
public:
    Failure(ErrorCode code, std::string message) : _code(code), _message(std::move(message)) {}

    Failure& withDetail(FailureDetail detail)
    {
        _details.push_back(std::move(detail));
        return *this;
    }
    Failure& withDetails(std::vector<FailureDetail> details)
    {
        _details = std::move(details);
        return *this;
    }
    Failure& withRetryAfter(int seconds)
    {
        _retryAfterSeconds = seconds;
        return *this;
    }

    ErrorCode code() const noexcept { return _code; }
    const std::string& message() const noexcept { return _message; }
    const std::vector<FailureDetail>& details() const noexcept { return _details; }
    std::optional<int> retryAfterSeconds() const noexcept { return _retryAfterSeconds; }
    const char* what() const noexcept override { return _message.c_str(); }

private:
    ErrorCode _code;
    std::string _message;
    std::vector<FailureDetail> _details;
    std::optional<int> _retryAfterSeconds;
};

}  // namespace scaispeak::core
