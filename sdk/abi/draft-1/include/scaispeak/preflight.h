/*
 * Preflight: is this clip good enough? Interface "scaispeak.preflight/1".
 *
 * Streaming, so that a clip that was uploaded and one that is being recorded meet the same checks.
 */
#ifndef SCAISPEAK_PREFLIGHT_H
#define SCAISPEAK_PREFLIGHT_H

#include "abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SCS_PREFLIGHT_1 "scaispeak.preflight/1"

#define SCS_CLIP_REFERENCE 1
#define SCS_CLIP_CONSENT 2

typedef struct scs_clip {
    uint32_t struct_size;
    int32_t kind;         /* SCS_CLIP_... */
    uint32_t sample_rate; /* Hz, of the frames as they are pushed */
    uint32_t channels;    /* of the frames as they are pushed: interleaved */
    scs_str text;         /* what is said in it (consent); may be absent */
} scs_clip;

#define SCS_MEASURED_NULL 0 /* could not be measured; fails no check */
#define SCS_MEASURED 1

/* Figures so far. dB values lie within -120..120. */
typedef struct scs_clip_figures {
    uint32_t struct_size;
    uint32_t measured; /* bit 0 peak_dbfs, bit 1 voice_activity_ratio, bit 2 snr_db */
    int64_t duration_ns;
    double peak_dbfs; /* true peak */
    double voice_activity_ratio; /* 0..1 */
    double snr_db;
} scs_clip_figures;

/* The outcome of one check. */
typedef struct scs_check {
    uint32_t struct_size;
    int32_t passed; /* 0 or 1 */
    scs_str check;  /* e.g. "duration" */
    int32_t has_value; /* SCS_MEASURED_NULL or SCS_MEASURED */
    int32_t warning;   /* 1: worth saying, rejects nothing */
    double value;
    double threshold;
    scs_str unit;        /* "s", "dB", "ratio" */
    scs_str fail_reason; /* word of the contract, or "<plugin>.<reason>"; given when it did not pass */
    scs_str hint;        /* to the person */
} scs_check;

typedef scs_status (*scs_emit_figures)(void *emit_ctx, const scs_clip_figures *figures);
typedef scs_status (*scs_emit_check)(void *emit_ctx, const scs_check *check);

typedef struct scs_preflight {
    uint32_t struct_size;
    uint32_t reserved;
    /* [call] Starts a clip. `*session` is set with SCS_OK, and must then be ended by close. Required. */
    scs_status (*open)(void *instance, const scs_call *call, const scs_clip *clip, void **session, scs_error *error);
    /* [call] Takes the next frames (float, -1..1; NaN and infinity count as a fault of the clip, not of the caller). One
     * thread a session. Required. */
    scs_status (*push)(void *instance, const scs_call *call, void *session, const float *samples, uint64_t frames,
                       scs_error *error);
    /* [call] The figures so far, emitted once; cheap enough for 10 times a second. Required. */
    scs_status (*measure)(void *instance, const scs_call *call, void *session, scs_emit_figures emit, void *emit_ctx,
                          scs_error *error);
    /* [call] The clip is complete: emits every check. The clip is rejected if one did not pass that is no warning, and
     * when this fails. Required. */
    scs_status (*finish)(void *instance, const scs_call *call, void *session, scs_emit_check emit, void *emit_ctx,
                         scs_error *error);
    /* [call] Ends the session, finished or not. Required. */
    void (*close)(void *instance, void *session);
} scs_preflight;

#ifdef __cplusplus
}
#endif

#endif
