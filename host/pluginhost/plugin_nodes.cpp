#include "pluginhost/plugin_nodes.hpp"

#include "pluginhost/engine_reader.hpp"
#include "pluginhost/loader/abi_struct.hpp"
#include "pluginhost/loader/text.hpp"
#include "pluginhost/plugin_call.hpp"

#include <utility>

namespace scaispeak::pluginhost {
namespace {

constexpr std::chrono::seconds patience{2};
constexpr std::chrono::seconds evictPatience{10};
constexpr std::size_t mostNodes = 1'000;
constexpr std::uint64_t mostEngines = 16;

bool readText(scs_str text, std::uint64_t limit, std::string& out)
{
    const auto plain = readPlainText(text, limit);
    if (plain) out = *plain;
    return plain.has_value();
}

bool readStatus(std::int32_t status, std::string& out)
{
    if (status < SCS_NODE_OFFLINE || status > SCS_NODE_DRAINING) return false;
    out = status == SCS_NODE_ONLINE ? "online" : status == SCS_NODE_DRAINING ? "draining" : "offline";
    return true;
}

/// What is wrong with it; empty when it was read.
std::string readNode(const scs_node* theirs, core::NodeState& node)
{
    scs_node copy;
    if (copyStruct(theirs, SCAISPEAK_ABI_MINIMUM(scs_node, last_error), copy) != StructCopy::Ok)
        return "a node is NULL or of a wrong struct_size";
    if (!readText(copy.node_id, 128, node.nodeId) || node.nodeId.empty()) return "a node has no id";
    if (!readText(copy.address, 256, node.address) || !readText(copy.last_error, 512, node.lastError) ||
        !readStatus(copy.status, node.status))
        return "the node " + node.nodeId + " has a text or status that is not readable";
    if (copy.engine_count > mostEngines || (copy.engine_count > 0 && copy.engines == nullptr))
        return "the node " + node.nodeId + " has too many engines";
    for (std::uint64_t index = 0; index < copy.engine_count; ++index) {
        const std::string wrong = readEngine(copy.engines[index], node.engines.emplace_back());
        if (!wrong.empty()) return "the node " + node.nodeId + ": " + wrong;
    }
    node.inflight = copy.inflight;
    node.lastSeenUnixNs = copy.last_seen_unix_ns;
    return "";
}

/// What is wrong with it; empty when it was read.
std::string readOutcome(const scs_evict_outcome* theirs, core::EvictionOutcome& outcome)
{
    scs_evict_outcome copy;
    if (copyStruct(theirs, SCAISPEAK_ABI_MINIMUM(scs_evict_outcome, error), copy) != StructCopy::Ok)
        return "an eviction's outcome is NULL or of a wrong struct_size";
    if (!readText(copy.node_id, 128, outcome.nodeId) || outcome.nodeId.empty() ||
        !readText(copy.error, 512, outcome.error))
        return "an eviction's outcome has a text that is not readable";
    outcome.result = copy.outcome == SCS_EVICT_DONE       ? core::EvictionResult::Evicted
                     : copy.outcome == SCS_EVICT_NOT_HELD ? core::EvictionResult::NotHeld
                                                          : core::EvictionResult::Failed;
    return "";
}

/// What list_nodes emits into.
struct NodesTarget
{
    std::vector<core::NodeState> nodes;
    std::string problem;

    static scs_status emit(void* handle, const scs_node* theirs) noexcept
    {
        auto* target = CallSlot::target<NodesTarget>(handle);
        if (target == nullptr || target->nodes.size() >= mostNodes) return SCS_CLOSED;
        try {
            core::NodeState node;
            const std::string wrong = readNode(theirs, node);
            if (wrong.empty())
                target->nodes.push_back(std::move(node));
            else
                target->problem = wrong;
            return SCS_OK;
        }
        catch (...) {
            return SCS_CLOSED;
        }
    }
};

/// What evict emits into.
struct EvictionsTarget
{
    std::vector<core::EvictionOutcome> outcomes;
    std::string problem;

    static scs_status emit(void* handle, const scs_evict_outcome* theirs) noexcept
    {
        auto* target = CallSlot::target<EvictionsTarget>(handle);
        if (target == nullptr || target->outcomes.size() >= mostNodes) return SCS_CLOSED;
        try {
            core::EvictionOutcome outcome;
            const std::string wrong = readOutcome(theirs, outcome);
            if (wrong.empty())
                target->outcomes.push_back(std::move(outcome));
            else
                target->problem = wrong;
            return SCS_OK;
        }
        catch (...) {
            return SCS_CLOSED;
        }
    }
};

}  // namespace

PluginNodes::PluginNodes(std::shared_ptr<PluginInstance> instance)
    : _instance(std::move(instance)), _table(*_instance->interfaces().backendNodes)
{}

std::vector<core::NodeState> PluginNodes::list()
{
    const CallContext context = CallContext::within(patience);
    NodesTarget target;
    PluginCall call(*_instance, context);
    if (!call.entered()) return {};
    call.slot().setTarget(&target);
    call.run([&](scs_error* error) {
        return _table.list_nodes(_instance->raw(), call.slot().call(), &NodesTarget::emit,
                                 call.slot().handle(), error);
    });
    if (!target.problem.empty()) _instance->reportFault("node_left_out", target.problem);
    return std::move(target.nodes);
}

std::vector<core::EvictionOutcome> PluginNodes::evict(const core::ReferenceKey& key)
{
    const CallContext context = CallContext::within(evictPatience);
    EvictionsTarget target;
    PluginCall call(*_instance, context);
    const auto failed = [&](const char* why) {
        target.outcomes.push_back({_instance->descriptor().id, core::EvictionResult::Failed, why});
        return std::move(target.outcomes);
    };
    if (!call.entered()) return failed("the plugin takes no call now; try again");
    call.slot().setTarget(&target);
    const scs_status status = call.run([&](scs_error* error) {
        return _table.evict(_instance->raw(), call.slot().call(), {key.data(), key.size()}, nullptr, 0,
                            &EvictionsTarget::emit, call.slot().handle(), error);
    });
    if (!target.problem.empty()) _instance->reportFault("outcome_left_out", target.problem);
    if (status != SCS_OK) return failed("not every node was asked; try again");
    return std::move(target.outcomes);
}

}  // namespace scaispeak::pluginhost
