#include "config/utf8.hpp"

#include <Poco/UTF8Encoding.h>

#include <algorithm>

namespace scaispeak::config {
namespace {

/// Bytes of the valid character that begins at `text`, 0 when there is none.
std::size_t characterLength(std::string_view text)
{
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    if (bytes[0] == 0) return 0;
    const int length = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : bytes[0] >= 0xC0 ? 2 : 1;
    const bool whole = text.size() >= static_cast<std::size_t>(length);
    return whole && Poco::UTF8Encoding::isLegal(bytes, length) ? static_cast<std::size_t>(length) : 0;
}

}  // namespace

std::optional<int> lineOfBadUtf8(std::string_view text)
{
    for (std::size_t done = 0; done < text.size();) {
        const std::size_t length = characterLength(text.substr(done));
        if (length == 0)
            return 1 + static_cast<int>(
                           std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(done), '\n'));
        done += length;
    }
    return std::nullopt;
}

}  // namespace scaispeak::config
