#include "http/server/answer_head.hpp"

#include <Poco/Net/HTTPResponse.h>

#include <algorithm>

namespace scaispeak::http {

namespace {

void appendSafely(std::string& text, const std::string& value)
{
    const auto start = static_cast<std::ptrdiff_t>(text.size());
    text += value;
    std::replace_if(
        text.begin() + start, text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
}

std::string beginHead(int status, const Headers& headers, const AnswerRules& rules, bool keep, HttpDate& date)
{
    using Poco::Net::HTTPResponse;
    std::string text;
    text.reserve(512);
    text += "HTTP/1.1 ";
    text += std::to_string(status);
    text += ' ';
    text += HTTPResponse::getReasonForStatus(static_cast<HTTPResponse::HTTPStatus>(status));
    text += "\r\nDate: ";
    date.appendTo(text);
    text += "\r\n";
    appendHeaders(text, headers);
    if (!keep)
        text += "Connection: close\r\n";
    else if (rules.http10)
        text += "Connection: keep-alive\r\n";
    return text;
}

}  // namespace

bool hasBody(int status) noexcept
{
    return status >= 200 && status != 204 && status != 304;
}

void appendHeaders(std::string& text, const Headers& headers)
{
    for (const auto& [name, value] : headers) {
        appendSafely(text, name);
        text += ": ";
        appendSafely(text, value);
        text += "\r\n";
    }
}

std::string unaryHead(const Response& response, const AnswerRules& rules, bool keep, HttpDate& date)
{
    auto text = beginHead(response.status, response.headers, rules, keep, date);
    if (hasBody(response.status)) {
        text += "Content-Length: ";
        text += std::to_string(response.body.size());
        text += "\r\n";
    }
    text += "\r\n";
    return text;
}

std::string streamHead(const StreamHead& head, const AnswerRules& rules, bool keep, HttpDate& date)
{
    auto text = beginHead(head.status, head.headers, rules, keep, date);
    if (!rules.http10 && hasBody(head.status)) {
        text += "Transfer-Encoding: chunked\r\n";
        if (!head.trailerNames.empty()) appendHeaders(text, {{"Trailer", head.trailerNames}});
    }
    text += "\r\n";
    return text;
}

}  // namespace scaispeak::http
