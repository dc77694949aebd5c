#include "pluginhost/worker/output_lines.hpp"

namespace scaispeak::pluginhost {

namespace {

constexpr std::size_t lineLimit = 1'024;

}  // namespace

void OutputLines::add(std::string_view bytes)
{
    for (const char byte : bytes) {
        if (byte == '\n' || _line.size() == lineLimit) finish();
        if (byte != '\n') put(byte);
    }
}

void OutputLines::put(char byte)
{
    const bool plain = (byte >= 0x20 && byte < 0x7F) || byte == '\t';
    _line += plain ? byte : '?';
}

void OutputLines::finish()
{
    if (!_line.empty()) _take(_line);
    _line.clear();
}

}  // namespace scaispeak::pluginhost
