#include "http/server/http_date.hpp"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Timestamp.h>

namespace scaispeak::http {

void HttpDate::appendTo(std::string& text)
{
    const auto now = std::time(nullptr);
    const std::lock_guard lock(_mutex);
    if (now != _second) {
        _second = now;
        _text = Poco::DateTimeFormatter::format(Poco::Timestamp::fromEpochTime(now),
                                                Poco::DateTimeFormat::HTTP_FORMAT);
    }
    text += _text;
}

}  // namespace scaispeak::http
