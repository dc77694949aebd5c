#pragma once

#include "core/backend.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace scaispeak::core {

/// A node behind a backend, as last seen.
struct NodeState
{
    std::string nodeId;
    std::string address;  ///< For the platform's own people only.
    std::string status;   ///< online, offline, draining
    std::vector<EngineDescription> engines;
    std::uint32_t inflight = 0;
    std::int64_t lastSeenUnixNs = 0;  ///< 0 = never.
    std::string lastError;            ///< May name addresses.
};

/// The nodes of all backends of this host. Thread safe; from memory.
class NodeDirectory
{
public:
    virtual ~NodeDirectory() = default;
    virtual std::vector<NodeState> nodes() const = 0;
};

}  // namespace scaispeak::core
