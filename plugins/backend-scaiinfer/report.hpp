#pragma once

#include <scaispeak/plugin.hpp>

#include <string>
#include <vector>

namespace scaispeak::scaiinfer {

/// What a node says of itself.
struct Report
{
    std::string nodeId;
    NodeStatus state = NodeStatus::Offline;
    Engine engine;
    std::uint32_t inflight = 0;
    std::string voicesRevision;
    std::vector<Voice> voices;  ///< Empty when the revision was known already.
};

/// Why it cannot be believed; empty when it can. Too many of something count as a lie.
std::string faultOf(const Report& report);

}  // namespace scaispeak::scaiinfer
