#pragma once

#include <string>
#include <vector>

namespace scaispeak::core {

/// Which slots a tenant may use, and which one first.
struct Policy
{
    std::vector<std::string> allowedBackends{"A", "B"};
    std::string defaultBackend = "A";
    bool operator==(const Policy&) const = default;
};

}  // namespace scaispeak::core
