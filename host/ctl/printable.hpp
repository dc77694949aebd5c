#pragma once

#include <string>
#include <string_view>

namespace scaispeak::ctl {

/// A text of somebody else's as it may go to a terminal: control characters and those that turn the direction
/// of writing become '?', bytes that are not UTF-8 as well.
std::string printable(std::string_view text);

}  // namespace scaispeak::ctl
