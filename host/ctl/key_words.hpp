#pragma once

#include <string>
#include <vector>

namespace scaispeak::ctl {

/// What may be written into a key. Each throws CommandFailure(Usage) that lists what is known.
void checkRoles(const std::vector<std::string>& roles);
void checkPermissions(const std::vector<std::string>& permissions);

/// An id of a tenant or user: 1 to 128 of A-Z a-z 0-9 _ . - . `option` is what to name in the error.
void checkId(const std::string& option, const std::string& id);

/// The name of a key: at most 200 characters of UTF-8 without control characters.
void checkName(const std::string& name);

}  // namespace scaispeak::ctl
