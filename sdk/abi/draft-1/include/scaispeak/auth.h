/*
 * Auth: who is calling. Interfaces "scaispeak.auth/1" and "scaispeak.token_exchange/1".
 *
 * A plugin says who; the host alone decides what that person may do. Whatever goes wrong is a denial: the host takes
 * every status but SCS_OK, and every decision it does not know, as SCS_AUTH_UNAVAILABLE.
 */
#ifndef SCAISPEAK_AUTH_H
#define SCAISPEAK_AUTH_H

#include "abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SCS_AUTH_1 "scaispeak.auth/1"
#define SCS_TOKEN_EXCHANGE_1 "scaispeak.token_exchange/1"

/* Zero is never an ALLOW. */
#define SCS_AUTH_DENY 0        /* this plugin's kind of credential, and it is bad, expired or revoked: the chain ends */
#define SCS_AUTH_NOT_MINE 1    /* not of this plugin's kind: the next one is asked */
#define SCS_AUTH_UNAVAILABLE 2 /* of its kind, but it cannot be verified just now */
#define SCS_AUTH_ALLOW 3       /* verified; the principal was emitted exactly once */

#define SCS_CREDENTIAL_API_KEY 1
#define SCS_CREDENTIAL_JWT 2

/* Who it is. */
typedef struct scs_principal {
    uint32_t struct_size;
    int32_t kind;          /* SCS_CREDENTIAL_... */
    scs_str tenant_id;     /* required */
    scs_str user_id;       /* required */
    scs_str credential_id; /* of an API key: its id */
    const scs_str *roles;
    uint64_t role_count;
    const scs_str *permissions;
    uint64_t permission_count;
    int32_t platform_issuer; /* 1: the platform itself vouches for the roles, so super_admin counts */
    int32_t reserved;
    int64_t expires_unix_ns; /* 0 = does not expire; the host never keeps the answer for longer */
} scs_principal;

typedef scs_status (*scs_emit_principal)(void *emit_ctx, const scs_principal *principal);

typedef struct scs_auth {
    uint32_t struct_size;
    uint32_t reserved;
    /* [call] `credential` is what followed "Bearer ", 1 to 8192 bytes of printable ASCII; a secret: never logged, never
     * kept beyond the call other than as a hash. Sets `*decision`. Required. */
    scs_status (*authenticate)(void *instance, const scs_call *call, scs_str credential, scs_emit_principal emit,
                               void *emit_ctx, int32_t *decision, scs_error *error);
} scs_auth;

/* A token made of another one. */
typedef struct scs_exchanged_token {
    uint32_t struct_size;
    uint32_t reserved;
    scs_str token;
    scs_str scope; /* as granted, space-separated */
    int64_t expires_unix_ns;
} scs_exchanged_token;

typedef scs_status (*scs_emit_token)(void *emit_ctx, const scs_exchanged_token *token);

typedef struct scs_token_exchange {
    uint32_t struct_size;
    uint32_t reserved;
    /* [call] RFC 8693: trades `subject_token` for one of `audience` with all of `scope`, and emits it once. Failures
     * carry the reason application_not_allowed, scope_not_granted, token_expired, client_rejected or
     * scaikey_unreachable. Required. */
    scs_status (*exchange)(void *instance, const scs_call *call, scs_str subject_token, scs_str audience, scs_str scope,
                           scs_emit_token emit, void *emit_ctx, scs_error *error);
} scs_token_exchange;

#ifdef __cplusplus
}
#endif

#endif
