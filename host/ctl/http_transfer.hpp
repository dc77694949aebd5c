#pragma once

#include "ctl/http_message.hpp"

#include <curl/curl.h>

#include <array>
#include <exception>
#include <functional>
#include <memory>
#include <string_view>

namespace scaispeak::ctl {

/// One request and its answer. What it is given outlives it.
class HttpTransfer
{
public:
    /// `caFile`: whom to believe that the host is who it says; empty: whom the system believes.
    HttpTransfer(const HttpRequest& request, HttpReceiver& receiver, const std::function<bool()>& stopWanted,
                 const std::string& caFile);

    /// Returns the trailers. Throws ConnectionLost, Interrupted, and what the receiver throws.
    HeaderFields run();

private:
    static std::size_t onHeader(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t onBody(char* data, std::size_t size, std::size_t count, void* self);
    static int onProgress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

    template <typename Value>
    void set(CURLoption option, Value value);
    void setRequest();
    void setLimits();
    void addHeader(const std::string& line);
    void headerLine(std::string_view line);
    std::string reason(CURLcode code) const;

    const HttpRequest& _request;
    HttpReceiver& _receiver;
    const std::function<bool()>& _stopWanted;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> _handle;
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> _headers;
    std::array<char, CURL_ERROR_SIZE> _error{};
    HttpHead _head;
    HeaderFields _trailers;
    bool _headComplete = false;
    std::exception_ptr _fault;
};

}  // namespace scaispeak::ctl
