#include "pluginhost/credentials_extension.hpp"

#include "pluginhost/call_slot.hpp"
#include "pluginhost/loader/text.hpp"
#include "pluginhost/principal_table.hpp"

#include <algorithm>
#include <atomic>

namespace scaispeak::pluginhost {

namespace {

scs_status fail(scs_error* error, scs_status status, std::string_view message)
{
    scs_error_info info = {};
    info.struct_size = sizeof info;
    info.internal_message = abiText(message);
    CallSlot::setError(error, &info);
    return status;
}

}  // namespace

scs_status lookUpCredential(core::CredentialLookup& credentials, const scs_call* call, scs_bytes sha256,
                            scs_emit_principal emit, void* emitContext, scs_error* error) noexcept
{
    try {
        core::Sha256 hash;
        if (call == nullptr || emit == nullptr || sha256.data == nullptr || sha256.size != hash.size())
            return fail(error, SCS_INVALID_ARGUMENT,
                        "a credential is looked up by the 32 bytes of its SHA-256");
        const scs_status wanted = CallSlot::status(call->token);
        if (wanted != SCS_OK) return wanted;
        std::copy_n(sha256.data, hash.size(), hash.begin());
        const auto identity = credentials.lookup(hash);
        if (!identity) return SCS_NOT_FOUND;
        return emit(emitContext, PrincipalTable(*identity).get());
    }
    catch (const std::exception& failure) {
        return fail(error, SCS_UNAVAILABLE, failure.what());
    }
    catch (...) {
        return SCS_UNAVAILABLE;
    }
}

}  // namespace scaispeak::pluginhost
