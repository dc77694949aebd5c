/* Sins with threads, and with what was lent for a call alone. */
#include "hostile.h"

#include <pthread.h>
#include <string.h>

/* ---- another thread, while the call runs ---- */

static void *write_there(void *context)
{
    hostile_count(hostile_write(context, 20) == SCS_OK ? "taken_elsewhere" : "refused_elsewhere", 1);
    return 0;
}
static scs_status from_another_thread(const speech *speech)
{
    pthread_t thread;
    hostile_begin(speech);
    hostile_write(speech, 20);
    if (pthread_create(&thread, 0, write_there, (void *)speech) == 0) pthread_join(thread, 0);
    hostile_write(speech, 20);
    return SCS_OK;
}
const struct sin write_from_another_thread = {.synthesize = from_another_thread};

/* ---- after the call ---- */

typedef struct borrowed {
    const scs_call *call;
    const scs_audio_sink *sink;
    scs_audio_sink copy;
    scs_error *error;
} borrowed;

static borrowed kept;

/* Goes on for a while: other calls of this plugin come and go meanwhile. */
static void *use_later(void *context)
{
    static const uint8_t foreign[960] = {0x11};
    scs_error_info info = {0};
    (void)context;
    info.struct_size = sizeof info;
    info.public_message = hostile_text("somebody else's");
    for (int count = 0; count < 400; ++count) {
        const int taken = kept.sink->write(kept.sink->ctx, foreign, sizeof foreign) == SCS_OK ||
                          kept.copy.write(kept.copy.ctx, foreign, sizeof foreign) == SCS_OK ||
                          kept.copy.begin(kept.copy.ctx, SCS_ENCODING_PCM_S16, HOSTILE_RATE, 1) == SCS_OK;
        hostile_count(taken ? "taken_later" : "refused_later", 1);
        hostile_host->call_status(hostile_host->ctx, kept.call);
        hostile_host->error_set(hostile_host->ctx, kept.error, &info);
        hostile_sleep(1);
    }
    return 0;
}
static scs_status return_first(const speech *speech)
{
    const scs_status status = hostile_speak_well(speech);
    pthread_t thread;
    kept.call = speech->call;
    kept.sink = speech->sink;
    kept.copy = *speech->sink;
    kept.error = speech->error;
    if (pthread_create(&thread, 0, use_later, 0) == 0) pthread_detach(thread);
    return status;
}
const struct sin write_after_return = {.synthesize = return_first};

/* ---- a thread that nobody ends ---- */

static void *log_for_ever(void *context)
{
    (void)context;
    for (;;) {
        hostile_host->log(hostile_host->ctx, SCS_LOG_INFO, hostile_text("still_here"), 0, 0);
        hostile_count("still_here", 1);
        hostile_host->metric_set(hostile_host->ctx, hostile_text("hostile_level"), 1, 0, 0);
        hostile_host->monotonic_ns(hostile_host->ctx);
        hostile_host->get_extension(hostile_host->ctx, hostile_text("scaispeak.host.credentials/1"));
    }
    return 0;
}
static scs_status leave_a_thread(scs_error *error)
{
    pthread_t thread;
    (void)error;
    return pthread_create(&thread, 0, log_for_ever, 0) == 0 ? SCS_OK : SCS_INTERNAL;
}
const struct sin thread_left_behind = {.create = leave_a_thread};
