/*
 * Transports: other ways than HTTP to bring audio to a listener (WebRTC). Interface "scaispeak.transport/1", over the
 * host extension "scaispeak.host.sessions/1" (host_extensions.h), by which a transport pulls audio and passes control
 * messages. The host owns sessions and their permissions; a transport owns sockets and timing.
 */
#ifndef SCAISPEAK_TRANSPORT_H
#define SCAISPEAK_TRANSPORT_H

#include "abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SCS_TRANSPORT_1 "scaispeak.transport/1"

typedef struct scs_session_offer {
    uint32_t struct_size;
    uint32_t sample_rate; /* Hz of what sessions.read_audio gives: s16 PCM */
    uint64_t session;     /* the host's number of it, for the sessions extension */
    scs_str session_id;   /* as the caller knows it */
    scs_str sdp;          /* the caller's offer */
    uint32_t channels;
    uint32_t reserved;
} scs_session_offer;

/* Takes text: an SDP answer, or a candidate. */
typedef scs_status (*scs_emit_text)(void *emit_ctx, scs_str text);

typedef struct scs_transport {
    uint32_t struct_size;
    uint32_t reserved;
    /* [call] Once after create, before the first session. Required. */
    scs_status (*start)(void *instance, const scs_call *call, scs_error *error);
    /* [call] Emits the answer once. The session lives until close_session or stop. SCS_OVERLOADED beyond its own limit
     * of sessions. Required. */
    scs_status (*open_session)(void *instance, const scs_call *call, const scs_session_offer *offer, scs_emit_text emit,
                               void *emit_ctx, scs_error *error);
    /* [call] Trickle ICE; an empty candidate ends the list. SCS_NOT_FOUND for a session that is gone. Required. */
    scs_status (*add_candidate)(void *instance, const scs_call *call, uint64_t session, scs_str candidate,
                                scs_error *error);
    /* [call] After it returned the extension is not called for that session any more. Harmless for one that is gone.
     * Required. */
    void (*close_session)(void *instance, uint64_t session);
    /* [call] Closes all of them; after it returned no thread of the transport runs. Required. */
    void (*stop)(void *instance);
} scs_transport;

#ifdef __cplusplus
}
#endif

#endif
