#include "ctl/key_words.hpp"

#include "access/permissions.hpp"
#include "core/utf8.hpp"
#include "ctl/command_failure.hpp"
#include "ctl/printable.hpp"

#include <algorithm>

namespace scaispeak::ctl {
namespace {

constexpr std::size_t longestId = 128;
constexpr std::size_t longestName = 200;

[[noreturn]] void refuse(const std::string& why)
{
    throw CommandFailure(ExitCode::Usage, why);
}

template <typename Words>
std::string listed(const Words& words)
{
    std::string list;
    for (const std::string_view word : words)
        (list.empty() ? list : list += ", ") += word;
    return list;
}

bool isIdCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
}

}  // namespace

void checkRoles(const std::vector<std::string>& roles)
{
    for (const std::string& role : roles)
        if (!access::isRole(role))
            refuse("'" + role + "' is not a role; the roles are: " + listed(access::knownRoles));
}

void checkPermissions(const std::vector<std::string>& permissions)
{
    for (const std::string& permission : permissions)
        if (!access::isPermission(permission))
            refuse("'" + permission +
                   "' is not a permission; the permissions are: " + listed(access::allPermissions));
}

void checkId(const std::string& option, const std::string& id)
{
    if (id.empty() || id.size() > longestId || !std::ranges::all_of(id, isIdCharacter))
        refuse(option + " must be 1 to 128 letters, digits, '_', '.' or '-'");
}

void checkName(const std::string& name)
{
    if (printable(name) != name || core::countCodePoints(name) > longestName)
        refuse("--name must be at most 200 characters of UTF-8 without control characters");
}

}  // namespace scaispeak::ctl
