/*
 * What a host offers beyond its table, by id through host->get_extension. The first argument of each function is the
 * host table's `ctx`. An extension works alike in the host and from a worker process.
 */
#ifndef SCAISPEAK_HOST_EXTENSIONS_H
#define SCAISPEAK_HOST_EXTENSIONS_H

#include "abi.h"
#include "auth.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SCS_HOST_CREDENTIALS_1 "scaispeak.host.credentials/1"
#define SCS_HOST_SESSIONS_1 "scaispeak.host.sessions/1"

/* Offered to plugins with "scaispeak.auth/1" alone. */
typedef struct scs_host_credentials {
    uint32_t struct_size;
    uint32_t reserved;
    /* [call] of the plugin: who holds the API key of this SHA-256 (32 bytes)? Emits the principal once with SCS_OK.
     * SCS_NOT_FOUND when there is none, or it expired or was revoked; SCS_UNAVAILABLE when the store does not answer.
     * May block on the database. Required. */
    scs_status (*lookup)(void *ctx, const scs_call *call, scs_bytes sha256, scs_emit_principal emit, void *emit_ctx,
                         scs_error *error);
} scs_host_credentials;

#define SCS_SESSION_CONNECTED 1
#define SCS_SESSION_DISCONNECTED 2
#define SCS_SESSION_FAILED 3

/* Offered to plugins with "scaispeak.transport/1" alone. `session` is the number from scs_session_offer. */
typedef struct scs_host_sessions {
    uint32_t struct_size;
    uint32_t reserved;
    /* [any] Up to `capacity` bytes of the session's audio, whole frames; waits at most `timeout_ns` for the first one.
     * SCS_OK with `*size` 0: none yet (silence); SCS_CLOSED: the session is over. One thread a session. Required. */
    scs_status (*read_audio)(void *ctx, uint64_t session, uint8_t *data, uint64_t capacity, uint64_t *size,
                             int64_t timeout_ns);
    /* [any] A control message of the listener, as on the WebSocket (JSON text). The answer, if any, is emitted.
     * Required. */
    scs_status (*control)(void *ctx, uint64_t session, scs_str message,
                          scs_status (*emit)(void *emit_ctx, scs_str text), void *emit_ctx);
    /* [any] What became of the connection (SCS_SESSION_...). Required. */
    void (*report)(void *ctx, uint64_t session, int32_t state, const scs_error_info *info);
} scs_host_sessions;

#ifdef __cplusplus
}
#endif

#endif
