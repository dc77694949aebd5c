#pragma once

#include "core/credential_lookup.hpp"

#include <scaispeak/host_extensions.h>

namespace scaispeak::pluginhost {

/// Behind "scaispeak.host.credentials/1": what its `lookup` does. Fills the error of a failure; throws
/// nothing.
scs_status lookUpCredential(core::CredentialLookup& credentials, const scs_call* call, scs_bytes sha256,
                            scs_emit_principal emit, void* emitContext, scs_error* error) noexcept;

}  // namespace scaispeak::pluginhost
