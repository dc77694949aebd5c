/* What all plugins of this folder share: an engine that is right in everything but one sin. In synthesize it sins when
 * the text begins with "Sin", and else speaks well, so that a test sees whether it is still of use. */
#ifndef HOSTILE_H
#define HOSTILE_H

#include <scaispeak/auth.h>
#include <scaispeak/backend.h>

#define HOSTILE_RATE 24000U

/* The arguments of a synthesize call. */
typedef struct speech {
    const scs_call *call;
    const scs_synthesis_request *request;
    const scs_audio_sink *sink;
    scs_synthesis_result *result;
    scs_error *error;
} speech;

/* What a plugin does instead of what is right; NULL = what is right. */
struct sin {
    scs_status (*create)(scs_error *error);
    void (*destroy)(void);
    scs_status (*describe)(scs_emit_engine emit, void *emit_ctx);
    scs_status (*list_voices)(scs_emit_voice emit, void *emit_ctx);
    scs_status (*synthesize)(const speech *speech);
    void (*cancel)(void);
    scs_status (*health)(scs_health *health);
    scs_status (*authenticate)(scs_emit_principal emit, void *emit_ctx, int32_t *decision);
};

/* Set from create on. */
extern const scs_host *hostile_host;

scs_str hostile_text(const char *text);
scs_engine hostile_engine(const char *name);
scs_voice hostile_voice(const char *name);
/* begin with 24 kHz, mono, s16. */
scs_status hostile_begin(const speech *speech);
/* Audio of one frame after the other, -600 to 599. */
scs_status hostile_write(const speech *speech, uint32_t milliseconds);
/* Two words of 100 ms each. */
scs_status hostile_speak_well(const speech *speech);
/* Adds to the counter hostile_<name>. */
void hostile_count(const char *name, double amount);
/* Fills the error; returns `status`. */
scs_status hostile_fail(scs_error *error, scs_status status, const char *reason, const char *message);
void hostile_sleep(uint32_t milliseconds);

/* throw.cpp: a C++ exception, out of C. */
void hostile_throw(void);

#endif
