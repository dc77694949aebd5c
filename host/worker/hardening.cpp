#include "worker/hardening.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>

namespace scaispeak::worker {

namespace {

bool lower(__rlimit_resource_t resource, rlim_t most)
{
    rlimit limit{};
    if (::getrlimit(resource, &limit) != 0) return false;
    limit.rlim_cur = std::min(limit.rlim_cur, most);
    limit.rlim_max = std::min(limit.rlim_max, most);
    return ::setrlimit(resource, &limit) == 0;
}

}  // namespace

bool forbidNewPrivileges()
{
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

bool limitResources()
{
    // No core file: it would hold the words of callers. Memory is watched by the host, since address space
    // says little of it.
    return lower(RLIMIT_CORE, 0) && lower(RLIMIT_NOFILE, 4'096);
}

std::string harden(FileAccess access)
{
    std::string done;
    const auto note = [&done](bool worked, const char* name) {
        if (worked) done += (done.empty() ? "" : ",") + std::string(name);
    };
    const bool privileges = forbidNewPrivileges();
    note(privileges, "no_new_privileges");
    note(limitResources(), "rlimits");
    if (access == FileAccess::Temporary) note(privileges && restrictFiles(), "landlock");
    note(privileges && restrictSystemCalls(), "seccomp");
    return done;
}

}  // namespace scaispeak::worker
