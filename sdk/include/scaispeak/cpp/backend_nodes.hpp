#pragma once

#include "backend.hpp"

namespace scaispeak {

enum class NodeStatus : std::int32_t
{
    Offline = SCS_NODE_OFFLINE,
    Online = SCS_NODE_ONLINE,
    Draining = SCS_NODE_DRAINING,
};

/// A node as last seen: see scs_node.
struct Node
{
    std::string nodeId;
    std::string address;
    NodeStatus status = NodeStatus::Offline;
    std::vector<Engine> engines;
    std::uint32_t inflight = 0;
    std::chrono::nanoseconds lastSeen{0};  ///< Unix time; 0 = never.
    std::string lastError;
};

struct EvictOutcome
{
    enum class Kind : std::int32_t
    {
        Done = SCS_EVICT_DONE,
        NotHeld = SCS_EVICT_NOT_HELD,
        Failed = SCS_EVICT_FAILED
    };
    std::string nodeId;
    Kind kind = Kind::Failed;
    std::string error;
};

/// The nodes behind a backend.
class BackendNodes
{
public:
    virtual ~BackendNodes() = default;
    virtual void listNodes(const Call& call, Emit<Node>& emit) = 0;
    /// `nodeIds` empty = all. A node that fails is an outcome, not an Error.
    virtual void evict(const Call& call, Span<const std::uint8_t> referenceKey,
                       const std::vector<std::string>& nodeIds, Emit<EvictOutcome>& emit) = 0;
};

template <>
struct Wire<Node>
{
    using type = scs_node;
    template <class Use>
    static scs_status with(const Node& node, Use&& use)
    {
        std::vector<const scs_engine*> engines;
        return withEngines(node, 0, engines, use);
    }

private:
    /// Each level keeps one engine's structure alive until the node was used.
    template <class Use>
    static scs_status withEngines(const Node& node, std::size_t index,
                                  std::vector<const scs_engine*>& engines, Use& use)
    {
        if (index < node.engines.size())
            return Wire<Engine>::with(node.engines[index], [&](const scs_engine& engine) {
                engines.push_back(&engine);
                return withEngines(node, index + 1, engines, use);
            });
        auto wire = newStruct<scs_node>();
        wire.status = static_cast<std::int32_t>(node.status);
        wire.node_id = str(node.nodeId);
        wire.address = str(node.address);
        wire.engines = engines.data();
        wire.engine_count = engines.size();
        wire.inflight = node.inflight;
        wire.last_seen_unix_ns = node.lastSeen.count();
        wire.last_error = str(node.lastError);
        return use(wire);
    }
};

template <>
struct Wire<EvictOutcome>
{
    using type = scs_evict_outcome;
    template <class Use>
    static scs_status with(const EvictOutcome& outcome, Use&& use)
    {
        auto wire = newStruct<scs_evict_outcome>();
        wire.outcome = static_cast<std::int32_t>(outcome.kind);
        wire.node_id = str(outcome.nodeId);
        wire.error = str(outcome.error);
        return use(wire);
    }
};

namespace detail {

template <class Plugin>
struct BackendNodesEntry
{
    static scs_status listNodes(void* instance, const scs_call* call, scs_emit_node function, void* ctx,
                                scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](BackendNodes& nodes, const Call& wrapped) {
            Emit<Node> emit(function, ctx);
            nodes.listNodes(wrapped, emit);
            return emit.status();
        });
    }

    static scs_status evict(void* instance, const scs_call* call, scs_bytes key, const scs_str* nodeIds,
                            std::uint64_t nodeCount, scs_emit_evict_outcome function, void* ctx,
                            scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](BackendNodes& nodes, const Call& wrapped) {
            Emit<EvictOutcome> emit(function, ctx);
            nodes.evict(wrapped, {key.data, static_cast<std::size_t>(key.size)}, strings(nodeIds, nodeCount),
                        emit);
            return emit.status();
        });
    }

    static constexpr scs_backend_nodes table() noexcept
    {
        return {sizeof(scs_backend_nodes), 0, &listNodes, &evict};
    }
};

}  // namespace detail
}  // namespace scaispeak
