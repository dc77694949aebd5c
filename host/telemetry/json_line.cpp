#include "telemetry/json_line.hpp"

#include <Poco/UTF8Encoding.h>

#include <array>
#include <charconv>
#include <cmath>

namespace scaispeak::telemetry {
namespace {

constexpr std::size_t longestText = 8'192;

/// Bytes of the valid UTF-8 character of two or more bytes that begins at `text`; 0 when there is none.
std::size_t characterLength(std::string_view text)
{
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    const int length = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2;
    const bool whole = text.size() >= static_cast<std::size_t>(length);
    return whole && Poco::UTF8Encoding::isLegal(bytes, length) ? static_cast<std::size_t>(length) : 0;
}

bool isHarmless(char c)
{
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

void appendEscape(std::string& out, char c)
{
    static constexpr char digits[] = "0123456789abcdef";
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    const auto byte = static_cast<std::uint8_t>(c);
    out += "\\u00";
    out += digits[byte >> 4];
    out += digits[byte & 15U];
}

void appendText(std::string& out, std::string_view text)
{
    const bool cut = text.size() > longestText;
    for (std::size_t done = 0; done < text.size() && done < longestText;) {
        std::size_t end = done;
        while (end < text.size() && end < longestText && isHarmless(text[end]))
            ++end;
        out += text.substr(done, end - done);
        done = end;
        if (done >= text.size() || done >= longestText) break;
        if (static_cast<std::uint8_t>(text[done]) < 0x80) {
            appendEscape(out, text[done++]);
            continue;
        }
        const std::size_t length = characterLength(text.substr(done));
        out += length > 0 ? text.substr(done, length) : std::string_view("\xEF\xBF\xBD");
        done += length > 0 ? length : 1;
    }
    if (cut) out += "...";
}

template <typename T>
void appendNumber(std::string& out, T value)
{
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    out.append(text.data(), end);
}

}  // namespace

JsonLine::JsonLine(std::string& out) : _out(out)
{
    _out += '{';
}

void JsonLine::addKey(std::string_view key)
{
    if (!_first) _out += ',';
    _first = false;
    _out += '"';
    appendText(_out, key);
    _out += "\":";
}

void JsonLine::add(std::string_view key, std::string_view value)
{
    addKey(key);
    _out += '"';
    appendText(_out, value);
    _out += '"';
}

void JsonLine::add(std::string_view key, std::int64_t value)
{
    addKey(key);
    appendNumber(_out, value);
}

void JsonLine::add(std::string_view key, double value)
{
    addKey(key);
    if (std::isfinite(value))
        appendNumber(_out, value);
    else
        _out += "null";
}

void JsonLine::add(std::string_view key, bool value)
{
    addKey(key);
    _out += value ? "true" : "false";
}

void JsonLine::end()
{
    _out += "}\n";
}

}  // namespace scaispeak::telemetry
