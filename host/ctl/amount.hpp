#pragma once

#include <cstdint>
#include <string>

namespace scaispeak::ctl {

/// "812 B", "25 kB", "1.4 MB"; a kB is 1000 bytes.
std::string sizeText(std::uint64_t bytes);

/// "3.2 s"
std::string secondsText(double seconds);

}  // namespace scaispeak::ctl
