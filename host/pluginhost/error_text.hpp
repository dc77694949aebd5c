#pragma once

#include <scaispeak/abi.h>

#include <chrono>
#include <optional>
#include <string>

namespace scaispeak::pluginhost {

/// What a plugin said of its failure, checked and copied: words that are no words and text that is no text
/// are left out, what is too long is cut.
struct ErrorText
{
    std::string reason;                                   ///< A stable word, or empty.
    std::string publicMessage;                            ///< At most 1 KiB.
    std::string internalMessage;                          ///< At most 4 KiB.
    std::optional<std::chrono::milliseconds> retryAfter;  ///< At most an hour.

    void clear();
    void set(const scs_error_info* info);
};

}  // namespace scaispeak::pluginhost
