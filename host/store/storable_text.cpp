#include "store/storable_text.hpp"

#include "core/failure.hpp"

#include <Poco/UTF8Encoding.h>

#include <algorithm>

namespace scaispeak::store {
namespace {

std::size_t sequenceLength(unsigned char lead) noexcept
{
    if (lead < 0x80) return 1;
    if (lead < 0xe0) return 2;
    if (lead < 0xf0) return 3;
    return 4;
}

}  // namespace

bool isStorableText(std::string_view text) noexcept
{
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequenceLength(bytes[at]);
        if (bytes[at] == 0 || length > text.size() - at) return false;
        if (length > 1 && !Poco::UTF8Encoding::isLegal(bytes + at, static_cast<int>(length))) return false;
        at += length;
    }
    return true;
}

void requireStorableText(std::string_view text)
{
    if (!isStorableText(text))
        throw core::Failure(core::ErrorCode::ValidationError,
                            "A text is not valid UTF-8 or holds a NUL character. Send plain UTF-8 text.");
}

}  // namespace scaispeak::store
