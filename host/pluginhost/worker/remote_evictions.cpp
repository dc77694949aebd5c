#include "pluginhost/worker/remote_evictions.hpp"

namespace scaispeak::pluginhost {

namespace {

// A worker that is compromised must not fill the host's memory.
constexpr std::size_t mostNodes = 10'000;

int badness(std::int32_t outcome)
{
    switch (outcome) {
        case SCS_EVICT_NOT_HELD:
            return 0;
        case SCS_EVICT_DONE:
            return 1;
        default:
            return 2;
    }
}

scs_str borrowed(const std::string& text)
{
    return {text.data(), text.size()};
}

}  // namespace

scs_status RemoteEvictions::take(FrameKind kind, FieldReader& reader)
{
    if (kind != FrameKind::Emit) return SCS_CLOSED;
    const auto item = readStruct<scs_evict_outcome>(reader);
    if (!reader.complete()) return SCS_CLOSED;
    const std::string_view node(item.node_id.data, item.node_id.size);
    auto known = _byNode.find(node);
    if (known == _byNode.end()) {
        if (_byNode.size() >= mostNodes) return SCS_TOO_LARGE;
        known = _byNode.emplace(node, Outcome{}).first;
    }
    if (badness(item.outcome) >= badness(known->second.outcome))
        known->second = {item.outcome, std::string(item.error.data, item.error.size)};
    return SCS_OK;
}

scs_status RemoteEvictions::passOn(scs_emit_evict_outcome emit, void* context) const
{
    for (const auto& [node, outcome] : _byNode) {
        scs_evict_outcome item{};
        item.struct_size = sizeof item;
        item.outcome = outcome.outcome;
        item.node_id = borrowed(node);
        item.error = borrowed(outcome.error);
        if (const scs_status status = emit(context, &item); status != SCS_OK) return status;
    }
    return SCS_OK;
}

}  // namespace scaispeak::pluginhost
