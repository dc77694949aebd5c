#pragma once

#include "values.hpp"

#include <chrono>
#include <exception>
#include <string>
#include <utility>

namespace scaispeak {

/// What a method throws to fail. `reason` is a stable word of the contract ("relay_unreachable") or "<plugin
/// id>.<word>"; `publicMessage` is for the caller: cause and remedy, no address; `internalMessage` is for the
/// log. Neither holds a secret or spoken text. Thrown with Cancelled, Deadline or Closed it is no failure but
/// a stop, and needs no words.
class Error : public std::exception
{
public:
    explicit Error(Status status, std::string reason = {}, std::string publicMessage = {},
                   std::string internalMessage = {}, std::chrono::nanoseconds retryAfter = {})
        : _status(status == Status::Ok ? Status::Internal : status),
          _reason(std::move(reason)),
          _publicMessage(std::move(publicMessage)),
          _internalMessage(std::move(internalMessage)),
          _retryAfter(retryAfter)
    {}

    Status status() const noexcept { return _status; }
    bool isStop() const noexcept { return _status <= Status::Closed; }
    const std::string& reason() const noexcept { return _reason; }
    const std::string& publicMessage() const noexcept { return _publicMessage; }
    const std::string& internalMessage() const noexcept { return _internalMessage; }
    std::chrono::nanoseconds retryAfter() const noexcept { return _retryAfter; }
    const char* what() const noexcept override
    {
        return _internalMessage.empty() ? _publicMessage.c_str() : _internalMessage.c_str();
    }

private:
    Status _status;
    std::string _reason;
    std::string _publicMessage;
    std::string _internalMessage;
    std::chrono::nanoseconds _retryAfter;
};

}  // namespace scaispeak
