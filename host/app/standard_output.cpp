#include "app/standard_output.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace scaispeak::app {

int claimStandardOutput()
{
    const int own = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (own < 0) return STDOUT_FILENO;
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    return own;
}

}  // namespace scaispeak::app
