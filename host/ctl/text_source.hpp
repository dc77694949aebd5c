#pragma once

#include <iosfwd>
#include <optional>
#include <string>

namespace scaispeak::ctl {

/// Where the text to be spoken is: in the argument, where "-" is standard input, or in a file. One of them.
struct TextSource
{
    std::optional<std::string> argument;
    std::string file;  ///< Empty = none.
};

/// The text, as the API wants it: UTF-8 without a byte order mark, lines ended by a newline alone. At most 2
/// MB. Throws CommandFailure: Usage for none, two, or a text that is no UTF-8 or blank, LocalFile.
std::string readText(const TextSource& source, std::istream& standardInput);

}  // namespace scaispeak::ctl
