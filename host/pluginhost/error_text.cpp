#include "pluginhost/error_text.hpp"

#include "pluginhost/loader/abi_struct.hpp"
#include "pluginhost/loader/text.hpp"

#include <algorithm>

namespace scaispeak::pluginhost {

namespace {

constexpr std::uint64_t readable = 65'536;
constexpr std::size_t publicLimit = 1'024;
constexpr std::size_t internalLimit = 4'096;

std::string message(scs_str text, std::size_t limit)
{
    const auto view = readText(text, readable);
    return view ? std::string(cutText(*view, limit)) : std::string("(its message is no readable text)");
}

}  // namespace

void ErrorText::clear()
{
    reason.clear();
    publicMessage.clear();
    internalMessage.clear();
    retryAfter.reset();
}

void ErrorText::set(const scs_error_info* theirs)
{
    clear();
    scs_error_info info;
    if (copyStruct(theirs, SCAISPEAK_ABI_MINIMUM(scs_error_info, retry_after_ns), info) != StructCopy::Ok)
        return;
    const auto word = readText(info.reason, 64);
    if (word && isWord(*word)) reason = *word;
    publicMessage = message(info.public_message, publicLimit);
    internalMessage = message(info.internal_message, internalLimit);
    if (info.retry_after_ns > 0) {
        const auto wanted = std::chrono::ceil<std::chrono::milliseconds>(
            std::chrono::nanoseconds(std::min<std::int64_t>(info.retry_after_ns, 3'600'000'000'000)));
        retryAfter = wanted;
    }
}

}  // namespace scaispeak::pluginhost
