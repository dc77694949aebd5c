/* Knows nobody, but for SIN_<...>. */
#include "unfit.h"

static void* make_state(void)
{
    return 0;
}

static void free_state(void* state)
{
    UNUSED(state);
}

static scs_status authenticate(void* instance, const scs_call* call, scs_str credential, scs_emit_principal emit,
                               void* emit_ctx, int32_t* decision, scs_error* error)
{
    const plugin_instance* self = instance;
    UNUSED(self), UNUSED(call), UNUSED(emit), UNUSED(emit_ctx), UNUSED(error);
    *decision = credential.size > 4 && memcmp(credential.data, "sgk_", 4) == 0 ? SCS_AUTH_DENY : SCS_AUTH_NOT_MINE;
#if defined(SIN_ALLOWS_ALL) || defined(SIN_EMITS_DENIED)
    scs_principal principal;
    memset(&principal, 0, sizeof principal);
    principal.struct_size = sizeof principal;
    principal.kind = SCS_CREDENTIAL_API_KEY;
    principal.tenant_id = string_of("tenant");
    principal.user_id = string_of("user");
    emit(emit_ctx, &principal);
#endif
#if defined(SIN_ALLOWS_ALL)
    *decision = SCS_AUTH_ALLOW;
#elif defined(SIN_ODD_DECISION)
    *decision = 7;
#elif defined(SIN_LOGS_CREDENTIAL)
    log_text(self, credential);
#elif defined(SIN_ERROR_WITH_CREDENTIAL)
    return refuse(self, error, SCS_OK, credential);
#endif
    return SCS_OK;
}

static const scs_auth table = {sizeof table, 0, authenticate};

PLUGIN_OF(SCS_AUTH_1, table)
