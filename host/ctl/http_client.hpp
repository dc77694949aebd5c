#pragma once

#include "ctl/http_message.hpp"

#include <exception>
#include <functional>
#include <string>
#include <utility>

namespace scaispeak::ctl {

/// No answer, or not a whole one. `reason` is for people.
class ConnectionLost : public std::exception
{
public:
    explicit ConnectionLost(std::string reason) : _reason(std::move(reason)) {}
    const char* what() const noexcept override { return _reason.c_str(); }

private:
    std::string _reason;
};

/// Sends requests over HTTP, one at a time; nothing is retried and no redirection followed, so the credential
/// goes where it was sent. 5 s to connect, then any time as long as something moves within 60 s. One thread.
class HttpClient
{
public:
    /// `stopWanted` is asked at least once a second while a transfer runs.
    /// `caFile`: a PEM file of whom to believe that a host is who it says; empty: whom the system believes.
    HttpClient(std::function<bool()> stopWanted, std::string caFile)
        : _stopWanted(std::move(stopWanted)), _caFile(std::move(caFile))
    {}

    /// Returns the trailers of an answer that came whole. Throws ConnectionLost, Interrupted.
    HeaderFields send(const HttpRequest& request, HttpReceiver& receiver) const;

private:
    std::function<bool()> _stopWanted;
    std::string _caFile;
};

/// A text as it may stand in a URL's query.
std::string percentEncoded(const std::string& text);

}  // namespace scaispeak::ctl
