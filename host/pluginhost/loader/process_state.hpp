#pragma once

#include <sys/types.h>

#include <csignal>
#include <map>
#include <string>
#include <vector>

namespace scaispeak::pluginhost {

/// What belongs to the whole process, so that a plugin must leave it alone: how the signals that a host lives
/// by are handled, the locale (but for the character set: UTF-8 everywhere), the working folder, the mask of
/// new files; and of the calling thread the floating-point mode. Other signals are left to the runtimes of
/// other languages, which need them. For one thread at a time.
class ProcessState
{
public:
    /// As it is now.
    ProcessState();

    /// Puts back what was changed since, and names it, e.g. "SIGTERM", "the locale (LC_NUMERIC)".
    std::vector<std::string> restore() const;

private:
    std::map<int, struct sigaction> _signals;
    std::map<int, std::string> _locale;
    std::string _folder;
    mode_t _mask;
};

/// The names as one text, for a log line; empty when there are none.
std::string joinedNames(const std::vector<std::string>& names);

}  // namespace scaispeak::pluginhost
