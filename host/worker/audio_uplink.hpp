#pragma once

#include "worker/served_call.hpp"

#include <scaispeak/backend.h>

namespace scaispeak::worker {

/// The sink and the reference clip that a synthesize call in this worker is given: they pass everything on to
/// the host, which holds it against the rules of the ABI.
class AudioUplink
{
public:
    /// Of the call behind `handle`.
    static scs_audio_sink sink(void* handle);
    /// scs_reference::read
    static scs_status readReference(void* handle, std::uint64_t offset, std::uint8_t* data,
                                    std::uint64_t capacity, std::uint64_t* size) noexcept;
};

}  // namespace scaispeak::worker
