#pragma once

#include "core/backend.hpp"

#include <scaispeak/backend.h>

#include <cstdint>
#include <vector>

namespace scaispeak::pluginhost {

/// A synthesis request as the ABI passes it on. Borrows the request. `handle` is the call's, for the
/// reference.
class RequestTable
{
public:
    RequestTable(const core::SynthesisRequest& request, void* handle);
    RequestTable(const RequestTable&) = delete;
    RequestTable& operator=(const RequestTable&) = delete;

    const scs_synthesis_request* get() const { return &_table; }

private:
    void setOptions(const core::SynthesisRequest& request);
    void setReference(const core::ReferenceClip& clip, void* handle);

    std::vector<std::int32_t> _accept;
    scs_reference _reference{};
    scs_synthesis_request _table{};
};

}  // namespace scaispeak::pluginhost
