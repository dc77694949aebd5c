#include "ctl/http_transfer.hpp"

#include "ctl/command_failure.hpp"
#include "ctl/http_client.hpp"

#include <algorithm>
#include <charconv>
#include <new>
#include <utility>

namespace scaispeak::ctl {
namespace {

constexpr long connectSeconds = 5;
constexpr long idleSeconds = 60;
constexpr long slowestBytesPerSecond = 1;
constexpr int firstFinalStatus = 200;

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

int statusOf(std::string_view line)
{
    const std::size_t blank = line.find(' ');
    int status = 0;
    if (blank != std::string_view::npos)
        std::from_chars(line.data() + blank + 1, line.data() + line.size(), status);
    return status;
}

void addField(HeaderFields& fields, std::string_view line)
{
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    std::string name(line.substr(0, colon));
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    fields[name] = std::string(trimmed(line.substr(colon + 1)));
}

/// A proxy of the environment is for the network outside: what is on this machine is not behind it.
bool onThisMachine(const std::string& url)
{
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parts(curl_url(), curl_url_cleanup);
    char* text = nullptr;
    if (!parts || curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
        curl_url_get(parts.get(), CURLUPART_HOST, &text, 0) != CURLUE_OK)
        return false;
    const std::string host(text);
    curl_free(text);
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

}  // namespace

HttpTransfer::HttpTransfer(const HttpRequest& request, HttpReceiver& receiver,
                           const std::function<bool()>& stopWanted, const std::string& caFile)
    : _request(request),
      _receiver(receiver),
      _stopWanted(stopWanted),
      _handle(curl_easy_init(), curl_easy_cleanup),
      _headers(nullptr, curl_slist_free_all)
{
    if (!_handle) throw std::bad_alloc();
    setRequest();
    if (!caFile.empty()) set(CURLOPT_CAINFO, caFile.c_str());
    setLimits();
    set(CURLOPT_HEADERFUNCTION, &HttpTransfer::onHeader);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &HttpTransfer::onBody);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &HttpTransfer::onProgress);
    set(CURLOPT_XFERINFODATA, this);
    set(CURLOPT_ERRORBUFFER, _error.data());
}

template <typename Value>
void HttpTransfer::set(CURLoption option, Value value)
{
    if (curl_easy_setopt(_handle.get(), option, value) != CURLE_OK)
        throw ConnectionLost("the HTTP library refuses a setting");
}

void HttpTransfer::setRequest()
{
    set(CURLOPT_URL, _request.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_USERAGENT, "scaispeakctl/" SCAISPEAK_VERSION);
    if (onThisMachine(_request.url)) set(CURLOPT_PROXY, "");
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_CUSTOMREQUEST, _request.method.c_str());
    if (!_request.body.empty()) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(_request.body.size()));
        set(CURLOPT_POSTFIELDS, _request.body.data());
    }
    for (const auto& [name, value] : _request.headers)
        addHeader(name + ": " + value);
    addHeader("Expect:");
    set(CURLOPT_HTTPHEADER, _headers.get());
}

void HttpTransfer::setLimits()
{
    set(CURLOPT_CONNECTTIMEOUT, connectSeconds);
    set(CURLOPT_LOW_SPEED_LIMIT, slowestBytesPerSecond);
    set(CURLOPT_LOW_SPEED_TIME, idleSeconds);
}

void HttpTransfer::addHeader(const std::string& line)
{
    curl_slist* longer = curl_slist_append(_headers.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(_headers.release());
    _headers.reset(longer);
}

HeaderFields HttpTransfer::run()
{
    const CURLcode code = curl_easy_perform(_handle.get());
    if (_fault) std::rethrow_exception(_fault);
    if (code == CURLE_ABORTED_BY_CALLBACK) throw Interrupted();
    if (code != CURLE_OK) throw ConnectionLost(reason(code));
    return std::move(_trailers);
}

void HttpTransfer::headerLine(std::string_view line)
{
    if (line.starts_with("HTTP/")) {
        _head = {statusOf(line), {}};
        return;
    }
    if (trimmed(line).empty()) {
        // An interim answer (100, 103) is followed by another head; after the final one there are only
        // trailers.
        if (_headComplete || _head.status < firstFinalStatus) return;
        _headComplete = true;
        return _receiver.head(_head);
    }
    addField(_headComplete ? _trailers : _head.fields, line);
}

std::string HttpTransfer::reason(CURLcode code) const
{
    const std::string text(_error.data());
    return text.empty() ? curl_easy_strerror(code) : text;
}

std::size_t HttpTransfer::onHeader(char* data, std::size_t size, std::size_t count, void* self)
{
    auto& transfer = *static_cast<HttpTransfer*>(self);
    try {
        transfer.headerLine({data, size * count});
        return size * count;
    }
    catch (...) {
        transfer._fault = std::current_exception();
        return 0;
    }
}

std::size_t HttpTransfer::onBody(char* data, std::size_t size, std::size_t count, void* self)
{
    auto& transfer = *static_cast<HttpTransfer*>(self);
    try {
        transfer._receiver.body(std::as_bytes(std::span<const char>(data, size * count)));
        return size * count;
    }
    catch (...) {
        transfer._fault = std::current_exception();
        return CURL_WRITEFUNC_ERROR;
    }
}

int HttpTransfer::onProgress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<HttpTransfer*>(self)->_stopWanted() ? 1 : 0;
}

}  // namespace scaispeak::ctl
