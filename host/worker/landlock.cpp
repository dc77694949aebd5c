#include "pluginhost/wire/owned_descriptor.hpp"
#include "worker/hardening.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace scaispeak::worker {

using pluginhost::OwnedDescriptor;

namespace {

// Rights of the first version of Landlock; those of later ones are not handled, so they stay as they were.
constexpr std::uint64_t changes = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                  LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                                  LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                  LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                  LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

/// A folder that is not there needs no rule.
void allowBelow(int ruleset, const char* folder, std::uint64_t rights)
{
    const OwnedDescriptor place(::open(folder, O_PATH | O_CLOEXEC));
    if (!place) return;
    landlock_path_beneath_attr rule{};
    rule.allowed_access = rights;
    rule.parent_fd = place.get();
    ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

}  // namespace

bool restrictFiles()
{
    landlock_ruleset_attr attributes{};
    attributes.handled_access_fs = changes;
    const OwnedDescriptor ruleset(
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0)));
    if (!ruleset) return false;
    for (const char* folder : {"/tmp", "/var/tmp"})
        allowBelow(ruleset.get(), folder, changes);
    // Graphics cards, shared memory, /dev/null.
    allowBelow(ruleset.get(), "/dev",
               LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE);
    allowBelow(ruleset.get(), "/proc/self", LANDLOCK_ACCESS_FS_WRITE_FILE);
    if (const char* temporary = std::getenv("TMPDIR")) allowBelow(ruleset.get(), temporary, changes);
    return ::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) == 0;
}

}  // namespace scaispeak::worker
