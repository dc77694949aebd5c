#pragma once

#include "pluginhost/worker/remote_call.hpp"

#include <map>
#include <string>

namespace scaispeak::pluginhost {

/// What the workers of a plugin say of one eviction, put together: a row a node, the worst that one of them
/// said of it. A voice that one could not drop is held by the node, whatever the others did.
class RemoteEvictions : public RemoteListener
{
public:
    scs_status take(FrameKind kind, FieldReader& reader) override;
    bool passedOn() const override { return false; }

    scs_status passOn(scs_emit_evict_outcome emit, void* context) const;

private:
    struct Outcome
    {
        std::int32_t outcome = SCS_EVICT_NOT_HELD;
        std::string error;
    };

    std::map<std::string, Outcome, std::less<>> _byNode;
};

}  // namespace scaispeak::pluginhost
