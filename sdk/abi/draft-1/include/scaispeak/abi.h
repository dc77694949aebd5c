/*
 * The ScaiSpeak plugin ABI, major version 1 (draft until 1.0).
 *
 * A plugin is a shared object that exports exactly one function, scaispeak_plugin_v1(). Everything else crosses the
 * line through the tables declared here. The boundary is plain C: the compiler, the language, the standard library
 * and their versions are each side's own affair.
 *
 * Rules that hold for every declaration
 *
 *   Strings    are UTF-8, pointer and length, without a terminating zero unless one is there by chance. An absent
 *              string has size 0; its pointer may be NULL.
 *   Times      are int64_t nanoseconds.
 *   Ownership  nothing is freed across the line. What is passed in is borrowed for the duration of that call, and
 *              must be copied to be kept. Lists come out through an emit function, one borrowed item a call.
 *   Sizes      each struct that crosses starts with struct_size, set by its writer to sizeof of what it knows. The
 *              reader copies min(struct_size, own sizeof) bytes and zeroes the rest; zero always means "absent".
 *              A minor version only appends members. scs_str, scs_bytes, scs_buffer and scs_field are values that
 *              never grow, so they carry no size and may stand in arrays.
 *   NULL       a function pointer that is NULL is "not offered", except where it says "required".
 *   Exceptions and longjmp never cross the line, in either direction. plugin.hpp sees to that for C++.
 *
 * Thread tags
 *
 *   [pure]     any thread, any time, also before create; no I/O, no threads, no state, always the same answer.
 *   [life]     called by the host once for each instance; no other call into that instance runs at the same time.
 *   [call]     called on a host thread, as often and as parallel as the declared threading model allows. May block
 *              until the call's deadline, and must return soon (100 ms) after the call was cancelled.
 *   [any]      any thread between create and destroy, also during a [call]; outside every threading model. Must not
 *              block and must not call back into the plugin's own locks that a [call] holds while it waits.
 *   [inside]   only from inside the [call] it was handed to, on that call's own thread, until that call returns.
 */
#ifndef SCAISPEAK_ABI_H
#define SCAISPEAK_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SCS_ABI_MAJOR 1
#define SCS_ABI_MINOR 0

/* Number of the draft under sdk/abi that these headers equal. Drafts are not compatible with each other. */
#define SCS_ABI_DRAFT 1

/* ---- values that never grow ---- */

/* UTF-8 text. */
typedef struct scs_str {
    const char *data;
    uint64_t size; /* bytes */
} scs_str;

/* Bytes to be read. */
typedef struct scs_bytes {
    const uint8_t *data;
    uint64_t size;
} scs_bytes;

/* Memory of the caller that the callee fills: it writes at most `capacity` bytes and sets `size` to how many. What
 * does not fit is cut; text is cut at a character. */
typedef struct scs_buffer {
    char *data;
    uint64_t capacity;
    uint64_t size;
} scs_buffer;

/* What the value of an scs_field is. */
#define SCS_FIELD_TEXT 1
#define SCS_FIELD_INTEGER 2
#define SCS_FIELD_REAL 3

/* A named value: a log field or a metric label (labels are text). */
typedef struct scs_field {
    scs_str key;
    int32_t type; /* SCS_FIELD_... */
    int32_t reserved;
    scs_str text;
    int64_t integer;
    double real;
} scs_field;

/* An scs_str of a string literal, also in a static initialiser. */
#define SCS_LITERAL(text) { (text), sizeof(text) - 1 }

/* ---- outcomes ---- */

typedef int32_t scs_status;

#define SCS_OK 0
/* The three ways in which work is not wanted any more. They are no failures: stop, free what is held, return it. */
#define SCS_CANCELLED 1 /* the caller left or said stop */
#define SCS_DEADLINE 2  /* the call's time is over */
#define SCS_CLOSED 3    /* the other side of a stream is gone, or it was used against its rules */
/* Failures. */
#define SCS_INVALID_ARGUMENT 10
#define SCS_NOT_FOUND 11
#define SCS_CONFLICT 12          /* exists already, or changed meanwhile */
#define SCS_PERMISSION_DENIED 13 /* of a neighbour: it knows who asks, and refuses */
#define SCS_UNAUTHENTICATED 14   /* of a neighbour: it does not accept the credential */
#define SCS_UNAVAILABLE 15       /* cannot be reached or does not answer; trying again may help */
#define SCS_OVERLOADED 16        /* reached, but full; error.retry_after_ns says when to come back */
#define SCS_UNSUPPORTED 17       /* this voice, text format or option is not possible here */
#define SCS_TOO_LARGE 18
#define SCS_QUOTA_EXCEEDED 19
#define SCS_CORRUPT 20           /* data that does not add up: a checksum, a length, a protocol */
#define SCS_INTERNAL 21

/* What a failing function says of its failure. Every member may be absent. */
typedef struct scs_error_info {
    uint32_t struct_size;
    uint32_t reserved;
    scs_str reason;           /* stable word of the contract, e.g. "relay_unreachable", or "<plugin id>.<word>" */
    scs_str public_message;   /* for the caller: cause and remedy; no address, no secret, no spoken text */
    scs_str internal_message; /* for the log: no secret, no spoken text */
    int64_t retry_after_ns;   /* with SCS_OVERLOADED and SCS_UNAVAILABLE */
} scs_error_info;

/* Owned by the host. Handed to every function that can fail; filled with host->error_set before a failure is
 * returned. A failure without it is reported with a general message. */
typedef struct scs_error scs_error;

/* ---- the call ---- */

/* On whose behalf a call runs, and until when. Borrowed; valid until the call returns. */
typedef struct scs_call {
    uint32_t struct_size;
    uint32_t reserved;
    scs_str request_id;   /* passed on to neighbours as X-Request-Id, gRPC metadata x-request-id */
    scs_str traceparent;  /* W3C, passed on likewise; may be absent */
    int64_t time_left_ns; /* to the deadline, counted from the start of the call; 0 = none */
    const void *token;    /* the host's own, for call_status */
} scs_call;

/* ---- the host, as a plugin sees it ---- */

#define SCS_LOG_DEBUG 0
#define SCS_LOG_INFO 1
#define SCS_LOG_WARNING 2
#define SCS_LOG_ERROR 3

/* The host table. Valid from create until destroy has returned; one for each instance. The first argument of each
 * function is `ctx`, unless it says otherwise. */
typedef struct scs_host {
    uint32_t struct_size;
    uint32_t abi_minor; /* the host's */
    void *ctx;
    scs_str name;    /* e.g. "scaispeakd" */
    scs_str version;

    /* [any] One log line of this plugin. `event` is snake_case. Never pass a secret or spoken text. Excess lines are
     * dropped and counted. Required. */
    void (*log)(void *ctx, int32_t level, scs_str event, const scs_field *fields, uint64_t count);

    /* [any] A counter, a gauge and a distribution. The name gets the prefix scaispeak_plugin_; the plugin's id is
     * added as a label. Labels are capped at 100 sets a name: beyond it their values become "other". Required. */
    void (*metric_add)(void *ctx, scs_str name, double amount, const scs_field *labels, uint64_t count);
    void (*metric_set)(void *ctx, scs_str name, double value, const scs_field *labels, uint64_t count);
    void (*metric_observe)(void *ctx, scs_str name, double value, const scs_field *labels, uint64_t count);

    /* [any] Nanoseconds of a clock that never goes back, and of Unix time. Required. */
    int64_t (*monotonic_ns)(void *ctx);
    int64_t (*unix_ns)(void *ctx);

    /* [inside] Fills `error`; the strings are copied. A second call replaces the first. Required. */
    void (*error_set)(void *ctx, scs_error *error, const scs_error_info *info);

    /* [inside], and from any thread the call started itself and joins before it returns: SCS_OK while the call is
     * wanted, else SCS_CANCELLED, SCS_DEADLINE or SCS_CLOSED for ever after. Costs a few nanoseconds: poll it
     * at least every 20 ms of work. Required. */
    scs_status (*call_status)(void *ctx, const scs_call *call);

    /* [any] The table of a host extension (host_extensions.h), or NULL when this host has none of that id. Valid as
     * long as this table. Required. */
    const void *(*get_extension)(void *ctx, scs_str id);
} scs_host;

/* ---- the plugin, as the host sees it ---- */

/* Threading models, from the strictest. Zero is what a plugin gets that says nothing. The functions tagged [any]
 * stand outside all of them. */
#define SCS_THREADING_PLUGIN 0     /* one [call] or [life] at a time in the whole plugin, whatever the instances */
#define SCS_THREADING_INSTANCE 1   /* one at a time for each instance */
#define SCS_THREADING_CONCURRENT 2 /* any number */

#define SCS_ISOLATION_ANY 0            /* runs wherever configuration says; in the host unless it says otherwise */
#define SCS_ISOLATION_PREFER_WORKER 1  /* in a worker process unless configuration says otherwise */
#define SCS_ISOLATION_REQUIRE_WORKER 2 /* in a worker; configuration cannot lift it */

/* The descriptor: static, read-only, the same at each call. */
typedef struct scs_plugin {
    uint32_t struct_size;
    uint32_t abi_minor;           /* SCS_ABI_MINOR the plugin was built with */
    uint32_t host_minor_required; /* lowest minor of a host it can work with */
    uint32_t abi_draft;           /* SCS_ABI_DRAFT it was built with; 0 from 1.0 on */
    scs_str id;                   /* the file's name without .so: [a-z0-9-]{3,64}, e.g. "backend-espeak"; required */
    scs_str name;                 /* for people; required */
    scs_str version;              /* of the plugin, semantic; required */
    scs_str vendor;
    scs_str license;        /* SPDX expression */
    scs_str config_schema;  /* JSON Schema of its configuration subtree; "x-secret": true masks a value; required */
    int32_t threading;      /* SCS_THREADING_... */
    int32_t isolation;      /* SCS_ISOLATION_... */
    scs_str exclusive_group; /* names a library with state of its own that is not thread safe: of all plugins of one
                                group in a process one [call] or [life] runs at a time. Absent = none */

    /* [life] Makes an instance. `host` stays valid until destroy has returned. `config` is the plugin's own subtree as
     * JSON text, secrets resolved, valid against config_schema. Must not wait for a peer: what is not there yet shows
     * in health. SCS_INVALID_ARGUMENT with a message that names the key when the values do not fit together.
     * `*instance` is set only with SCS_OK, and is the first argument of every function of its interfaces. Required. */
    scs_status (*create)(const scs_host *host, scs_str config, void **instance, scs_error *error);

    /* [life] Ends it: threads joined, descriptors closed. Called once, when no call is running. Required. */
    void (*destroy)(void *instance);

    /* [pure] The table of an interface, e.g. "scaispeak.backend/1" -> const scs_backend *, or NULL. Required. */
    const void *(*get_interface)(scs_str id);
} scs_plugin;

/* Name of the one exported symbol; the major version is part of it. */
#define SCS_ENTRY_POINT "scaispeak_plugin_v1"

typedef const scs_plugin *(*scs_entry_point)(void);

#if defined(_WIN32)
#error "ScaiSpeak plugins are ELF shared objects"
#else
#define SCS_EXPORT __attribute__((visibility("default")))
#endif

/* [pure] What a plugin defines and exports. No threads, no I/O, no allocation that outlives it. */
SCS_EXPORT const scs_plugin *scaispeak_plugin_v1(void);

#ifdef __cplusplus
}
#endif

#endif
