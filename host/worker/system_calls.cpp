#include "worker/hardening.hpp"

#include <seccomp.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

namespace scaispeak::worker {

namespace {

using Filter = std::unique_ptr<void, decltype(&::seccomp_release)>;

// Other programs and processes, other people's memory, the machine itself. Refused with EPERM, so that a
// library that merely tries goes on.
constexpr const char* forbidden[] = {
    "execve",
    "execveat",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "pidfd_getfd",
    "pidfd_open",
    "pidfd_send_signal",
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "move_mount",
    "open_tree",
    "fsopen",
    "fsconfig",
    "fsmount",
    "mount_setattr",
    "unshare",
    "setns",
    "swapon",
    "swapoff",
    "reboot",
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "keyctl",
    "add_key",
    "request_key",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "settimeofday",
    "clock_settime",
    "adjtimex",
    "clock_adjtime",
    "sethostname",
    "setdomainname",
    "iopl",
    "ioperm",
    "acct",
    "quotactl",
    "syslog",
    "vhangup",
    "open_by_handle_at",
    "name_to_handle_at",
    "personality",
    "nfsservctl",
    "lookup_dcookie",
    "setuid",
    "setgid",
    "setreuid",
    "setregid",
    "setresuid",
    "setresgid",
    "setgroups",
    "capset",
};

/// Signals go to this process alone.
bool keepSignalsInside(scmp_filter_ctx filter)
{
    const scmp_arg_cmp notThisProcess{0, SCMP_CMP_NE, static_cast<scmp_datum_t>(::getpid()), 0};
    for (const int call : {SCMP_SYS(kill), SCMP_SYS(tgkill), SCMP_SYS(rt_sigqueueinfo)})
        if (::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 1, notThisProcess) != 0) return false;
    return ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(tkill), 0) == 0;
}

}  // namespace

bool restrictSystemCalls()
{
    const Filter filter(::seccomp_init(SCMP_ACT_ALLOW), &::seccomp_release);
    if (!filter) return false;
    for (const char* name : forbidden) {
        const int call = ::seccomp_syscall_resolve_name(name);
        if (call == __NR_SCMP_ERROR) continue;
        if (::seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0) != 0) return false;
    }
    return keepSignalsInside(filter.get()) && ::seccomp_load(filter.get()) == 0;
}

}  // namespace scaispeak::worker
