#pragma once

#include <ctime>
#include <mutex>
#include <string>

namespace scaispeak::http {

/// The value of the Date header, formatted once a second. Any thread.
class HttpDate
{
public:
    /// Appends the date of now.
    void appendTo(std::string& text);

private:
    std::mutex _mutex;
    std::time_t _second = 0;
    std::string _text;
};

}  // namespace scaispeak::http
