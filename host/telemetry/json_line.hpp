#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace scaispeak::telemetry {

/// Writes one JSON object on one line into a string that it does not own. Bytes that are not UTF-8 become
/// U+FFFD, control characters are escaped, numbers that are not finite become null; text is cut after 8 KiB.
class JsonLine
{
public:
    explicit JsonLine(std::string& out);

    void add(std::string_view key, std::string_view value);
    void add(std::string_view key, std::int64_t value);
    void add(std::string_view key, double value);
    void add(std::string_view key, bool value);

    /// Closes the object and the line.
    void end();

private:
    void addKey(std::string_view key);

    std::string& _out;
    bool _first = true;
};

}  // namespace scaispeak::telemetry
