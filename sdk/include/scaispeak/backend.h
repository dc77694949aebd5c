/*
 * Backends: engines that speak. Interfaces "scaispeak.backend/1" and "scaispeak.backend.nodes/1".
 *
 * The same engine runs in the host, in a worker process, in a node and in the validator; what it reports of itself
 * is the same in all four.
 */
#ifndef SCAISPEAK_BACKEND_H
#define SCAISPEAK_BACKEND_H

#include "abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SCS_BACKEND_1 "scaispeak.backend/1"
#define SCS_BACKEND_NODES_1 "scaispeak.backend.nodes/1"

/* ---- what an engine is ---- */

#define SCS_ENGINE_PRESET 0x001u            /* brings voices of its own */
#define SCS_ENGINE_CLONE_APPROXIMATE 0x002u /* speaks like a reference clip, roughly */
#define SCS_ENGINE_CLONE_FULL 0x004u        /* speaks like a reference clip */
#define SCS_ENGINE_DESIGN 0x008u            /* makes a voice of a description */
#define SCS_ENGINE_WORD_MARKS 0x010u        /* reports SCS_EVENT_WORD */
#define SCS_ENGINE_SSML 0x020u              /* accepts SCS_TEXT_SSML */
#define SCS_ENGINE_DETERMINISTIC 0x040u     /* equal requests give equal bytes */

typedef struct scs_engine {
    uint32_t struct_size;
    uint32_t features; /* SCS_ENGINE_... */
    scs_str name;      /* e.g. "espeak-ng"; required */
    scs_str version;
    const scs_str *languages; /* BCP 47 tags in lower case, e.g. "en-us" */
    uint64_t language_count;
    const uint32_t *sample_rates; /* Hz that it can make, the native one first */
    uint64_t sample_rate_count;
    uint32_t max_chars;       /* code points it takes in one call; 0 = no limit of its own */
    uint32_t max_concurrency; /* calls it serves at once, by its threading model and beyond it; 0 counts as 1 */
} scs_engine;

#define SCS_GENDER_UNSPECIFIED 0
#define SCS_GENDER_FEMALE 1
#define SCS_GENDER_MALE 2
#define SCS_GENDER_NEUTRAL 3

/* A voice that the engine brings. Only voices that can be spoken with now or later, no synonyms.
 *
 * A name that is the id of a preset (`voc_` and 20 characters of a-z2-7) is no voice of this engine: it says that the
 * operator has this engine speak that preset, which is another engine's. The host then asks for it by that name, calls
 * the result approximate, and makes nothing of the other members. */
typedef struct scs_voice {
    uint32_t struct_size;
    int32_t gender;       /* SCS_GENDER_... */
    scs_str name;         /* the engine's own id, stable over releases: callers' voice ids are made of it; required */
    scs_str display_name; /* for people; absent = name */
    scs_str description;
    scs_str language;         /* primary, as in scs_engine.languages; required */
    const scs_str *languages; /* all it speaks, the primary one among them; may be absent */
    uint64_t language_count;
    scs_str age; /* free word, e.g. "adult" */
    const scs_str *style_tags;
    uint64_t style_tag_count;
} scs_voice;

/* Takes one item of a list; copies what it keeps. SCS_OK to go on; anything else ends the list, and the emitting
 * function returns it. [inside] */
typedef scs_status (*scs_emit_engine)(void *emit_ctx, const scs_engine *engine);
typedef scs_status (*scs_emit_voice)(void *emit_ctx, const scs_voice *voice);

/* ---- a request ---- */

#define SCS_TEXT_PLAIN 0
#define SCS_TEXT_SSML 1 /* reserved: not sent by hosts of minor 0 */

/* The clip of a cloned voice. The samples are mono, s16, little endian, in the clip's own rate. */
typedef struct scs_reference {
    uint32_t struct_size;
    uint32_t sample_rate; /* Hz */
    scs_bytes key;        /* 32 bytes, opaque, the same for the same clip as long as it lives: what to cache under */
    uint64_t frames;
    scs_str transcript; /* what is said in it; may be absent */
    void *ctx;
    /* [inside] Copies up to `capacity` bytes from byte `offset` into `data`, `*size` says how many; 0 at the end.
     * Costs the host a fetch: call it only for a clip that is not at hand. Fails with SCS_UNAVAILABLE. */
    scs_status (*read)(void *ctx, uint64_t offset, uint8_t *data, uint64_t capacity, uint64_t *size);
} scs_reference;

/* Bits of scs_synthesis_request.set_fields: which options were given. Not given = the engine's own default, which is
 * something else than 0. */
#define SCS_SET_SPEED 0x01u
#define SCS_SET_INSTRUCTIONS 0x02u
#define SCS_SET_CFG_VALUE 0x04u
#define SCS_SET_WARMUP_TRIM 0x08u
#define SCS_SET_NORMALIZE_TEXT 0x10u

/* How audio bytes are to be read. PCM is interleaved and little endian; the others are complete streams of their
 * format, for engines that make them anyway (pass-through). */
#define SCS_ENCODING_PCM_S16 1
#define SCS_ENCODING_PCM_F32 2 /* -1..1, finite */
#define SCS_ENCODING_MP3 3
#define SCS_ENCODING_OGG_OPUS 4
#define SCS_ENCODING_FLAC 5
#define SCS_ENCODING_AAC 6
#define SCS_ENCODING_MULAW 7
#define SCS_ENCODING_ALAW 8

/* One segment to be spoken. Exactly one of engine_voice, reference, design_prompt is given. */
typedef struct scs_synthesis_request {
    uint32_t struct_size;
    uint32_t set_fields; /* SCS_SET_... */
    scs_str text;        /* 1 code point or more; within max_chars */
    int32_t text_format; /* SCS_TEXT_... */
    int32_t normalize_text; /* 0 or 1: numbers and abbreviations to words */
    scs_str language;       /* hint; absent = the voice's */
    scs_str engine_voice;   /* a scs_voice.name that this engine listed */
    const scs_reference *reference;
    scs_str design_prompt;
    scs_str instructions;
    double speed;     /* 0.5-2.0, 1 = the voice's own */
    double cfg_value; /* guidance, engine's own scale */
    int64_t warmup_trim_ns;  /* cut from the start of the audio */
    const int32_t *accept;   /* SCS_ENCODING_... in order of preference; the two PCM encodings are always among them */
    uint64_t accept_count;
    uint32_t preferred_sample_rate; /* Hz; a wish, worth following when it costs nothing; 0 = none */
    uint32_t reserved;
} scs_synthesis_request;

/* ---- the audio ---- */

#define SCS_EVENT_WORD 1
#define SCS_EVENT_SENTENCE 2
#define SCS_EVENT_MARK 3

typedef struct scs_speech_event {
    uint32_t struct_size;
    int32_t kind;         /* SCS_EVENT_... */
    uint64_t text_offset; /* byte in the request's text, at a character's start */
    uint64_t text_length; /* bytes, within the text */
    uint64_t frame;       /* index in the engine's rate of the first sample it names */
    scs_str name;         /* of a mark */
} scs_speech_event;

/* Where an engine pushes. One caller thread: the one that runs synthesize. Any answer but SCS_OK means that nothing
 * more is wanted: return it from synthesize at once. A sink that is used against these rules answers SCS_CLOSED, and
 * the call counts as failed. */
typedef struct scs_audio_sink {
    uint32_t struct_size;
    uint32_t reserved;
    void *ctx;
    /* [inside] Once, before the first write. `encoding` is one of request.accept; `sample_rate` 8000-192000 Hz,
     * `channels` 1-8 (PCM), as they are then. Call it when the first audio is there, not earlier. */
    scs_status (*begin)(void *ctx, int32_t encoding, uint32_t sample_rate, uint32_t channels);
    /* [inside] Takes bytes as soon as they are made; any number, frames may be cut anywhere, but all writes together
     * are whole frames. Blocks while the listener is behind, which is the back pressure. */
    scs_status (*write)(void *ctx, const uint8_t *data, uint64_t size);
    /* [inside] Before the audio that it names. */
    scs_status (*event)(void *ctx, const scs_speech_event *event);
} scs_audio_sink;

/* Set by the host to zero, filled by synthesize as far as known, also when it fails. */
typedef struct scs_synthesis_result {
    uint32_t struct_size;
    int32_t holds_reference; /* 1: what was made of reference.key is kept there, so evict must reach it */
    scs_buffer node_id;      /* where it was made; absent in process */
    uint64_t frames;         /* pushed, in the engine's rate; 0 when passing bytes through */
    uint64_t chars_done;     /* code points of the text that were spoken */
} scs_synthesis_result;

#define SCS_HEALTH_DOWN 0
#define SCS_HEALTH_OK 1

typedef struct scs_health {
    uint32_t struct_size;
    int32_t state;     /* SCS_HEALTH_...: OK when the next call has a fair chance */
    scs_buffer reason; /* stable word when down: relay_credentials_missing, no_node_with_engine, relay_unreachable,
                          circuit_open, saturated */
    scs_buffer message; /* for the operator */
} scs_health;

typedef struct scs_backend {
    uint32_t struct_size;
    uint32_t reserved;

    /* [call] Emits one scs_engine: from what is known, without asking a peer. Required. */
    scs_status (*describe)(void *instance, const scs_call *call, scs_emit_engine emit, void *emit_ctx, scs_error *error);

    /* [call] Emits every voice once. NULL for an engine without SCS_ENGINE_PRESET. */
    scs_status (*list_voices)(void *instance, const scs_call *call, scs_emit_voice emit, void *emit_ctx,
                              scs_error *error);

    /* [call] Speaks `request` into `sink` and returns when all of it was pushed, or the work was stopped: returning is
     * the acknowledgement that nothing runs any more. SCS_OK only if the audio is whole. Text that has nothing to say
     * (spaces, punctuation) is SCS_OK with or without begin. Fails with SCS_UNAVAILABLE, SCS_OVERLOADED,
     * SCS_UNSUPPORTED (this voice), SCS_CORRUPT, SCS_INTERNAL. Required. */
    scs_status (*synthesize)(void *instance, const scs_call *call, const scs_synthesis_request *request,
                             const scs_audio_sink *sink, scs_synthesis_result *result, scs_error *error);

    /* [any] The call of that request is not wanted any more: make it return soon. May come before it begins and after
     * it returned; unknown ids are ignored. It only wakes a call that waits: call_status says the same. NULL when
     * synthesize polls often enough. */
    void (*cancel)(void *instance, scs_str request_id);

    /* [any] How things stand, from memory, without asking a peer. NULL = always OK. */
    scs_status (*health)(void *instance, scs_health *health);
} scs_backend;

/* ---- nodes behind a backend ---- */

#define SCS_NODE_OFFLINE 0
#define SCS_NODE_ONLINE 1
#define SCS_NODE_DRAINING 2

typedef struct scs_node {
    uint32_t struct_size;
    int32_t status;  /* SCS_NODE_... */
    scs_str node_id; /* stable while the node runs; required */
    scs_str address; /* for the platform's own people only */
    const scs_engine *const *engines; /* array of pointers */
    uint64_t engine_count;
    uint32_t inflight;
    uint32_t reserved;
    int64_t last_seen_unix_ns; /* 0 = never */
    scs_str last_error;
} scs_node;

#define SCS_EVICT_DONE 1
#define SCS_EVICT_NOT_HELD 2
#define SCS_EVICT_FAILED 3

typedef struct scs_evict_outcome {
    uint32_t struct_size;
    int32_t outcome; /* SCS_EVICT_... */
    scs_str node_id;
    scs_str error; /* why it failed, for the caller */
} scs_evict_outcome;

typedef scs_status (*scs_emit_node)(void *emit_ctx, const scs_node *node);
typedef scs_status (*scs_emit_evict_outcome)(void *emit_ctx, const scs_evict_outcome *outcome);

typedef struct scs_backend_nodes {
    uint32_t struct_size;
    uint32_t reserved;
    /* [call] Every node that is configured or was found, as last seen. Required. */
    scs_status (*list_nodes)(void *instance, const scs_call *call, scs_emit_node emit, void *emit_ctx, scs_error *error);
    /* [call] Drops everything made of that reference from the named nodes (none named = all), and emits an outcome for
     * each; a node that fails is an outcome, not an error. Required. */
    scs_status (*evict)(void *instance, const scs_call *call, scs_bytes reference_key, const scs_str *node_ids,
                        uint64_t node_count, scs_emit_evict_outcome emit, void *emit_ctx, scs_error *error);
} scs_backend_nodes;

#ifdef __cplusplus
}
#endif

#endif
