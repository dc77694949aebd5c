#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace scaispeak::core {

/// What a voice's reference clip is known by outside of this host, never the clip's own hash.
using ReferenceKey = std::array<std::uint8_t, 32>;

enum class EvictionResult : std::uint8_t
{
    Evicted,
    NotHeld,
    Failed
};

/// What one node made of an eviction.
struct EvictionOutcome
{
    std::string nodeId;
    EvictionResult result = EvictionResult::Failed;
    std::string error;  ///< Why it failed, for the caller: names no address.
};

/// Takes what was made of a reference clip away from the nodes. Thread safe.
class Evictions
{
public:
    virtual ~Evictions() = default;
    /// Asks every node of every backend; blocks for seconds at most. A node that fails is an outcome. May be
    /// repeated.
    virtual std::vector<EvictionOutcome> evict(const ReferenceKey& key) = 0;
};

}  // namespace scaispeak::core
