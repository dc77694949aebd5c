#pragma once

#include <iosfwd>

namespace scaispeak::ctl {

/// What the program reads from and writes to.
struct Console
{
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    int audioOut = 1;            ///< Descriptor of `-o -`.
    bool errIsTerminal = false;  ///< Somebody is watching, so progress is shown.
};

}  // namespace scaispeak::ctl
