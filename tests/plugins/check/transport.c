/* Pulls the audio of each session on a thread of its own and throws it away, but for SIN_<...>. */
#include "unfit.h"

#include <scaispeak/host_extensions.h>

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#define MOST_SESSIONS 16

typedef struct session
{
    const scs_host* host;
    uint64_t number;
    pthread_t thread;
    atomic_int stop;
    int used;
} session;

static void* make_state(void)
{
    return calloc(MOST_SESSIONS, sizeof(session));
}

static void* pull(void* of)
{
    session* self = of;
    const scs_host_sessions* sessions =
        self->host->get_extension(self->host->ctx, string_of(SCS_HOST_SESSIONS_1));
    uint8_t bytes[1920];
    uint64_t size = 0;
    scs_status status = sessions == 0 ? SCS_CLOSED : SCS_OK;
    while (status == SCS_OK && !atomic_load(&self->stop))
        status = sessions->read_audio(self->host->ctx, self->number, bytes, sizeof bytes, &size, 20000000);
#if defined(SIN_LINGERS)
    sleep(30);
#endif
    return 0;
}

static void end(session* self)
{
    if (!self->used) return;
#if defined(SIN_SLOW_STOP)
    sleep(1);
#endif
#if defined(SIN_PULLS_ON)
    pthread_detach(self->thread);
#elif defined(SIN_LINGERS)
    atomic_store(&self->stop, 1);
    pthread_detach(self->thread);
#else
    atomic_store(&self->stop, 1);
    pthread_join(self->thread, 0);
    self->used = 0;
#endif
}

static void free_state(void* state)
{
    const session* all = state;
#if defined(SIN_PULLS_ON) || defined(SIN_LINGERS)
    /* Its threads use it. */
    if (all[0].used) return;
#endif
    UNUSED(all);
    free(state);
}

static scs_status start(void* instance, const scs_call* call, scs_error* error)
{
    UNUSED(instance), UNUSED(call), UNUSED(error);
    return SCS_OK;
}

static scs_status open_session(void* instance, const scs_call* call, const scs_session_offer* offer,
                               scs_emit_text emit, void* emit_ctx, scs_error* error)
{
    plugin_instance* self = instance;
    session* all = self->state;
    UNUSED(call);
    for (int index = 0; index < MOST_SESSIONS; ++index) {
        if (all[index].used) continue;
        all[index].host = self->host;
        all[index].number = offer->session;
        atomic_store(&all[index].stop, 0);
        if (pthread_create(&all[index].thread, 0, pull, &all[index]) != 0) break;
        all[index].used = 1;
        return emit(emit_ctx, offer->sdp);
    }
    return refuse(self, error, SCS_OVERLOADED, string_of("there are as many sessions as it can have"));
}

static session* find(void* instance, uint64_t number)
{
    session* all = ((plugin_instance*)instance)->state;
    for (int index = 0; index < MOST_SESSIONS; ++index)
        if (all[index].used && all[index].number == number) return &all[index];
    return 0;
}

static scs_status add_candidate(void* instance, const scs_call* call, uint64_t number, scs_str candidate,
                                scs_error* error)
{
    UNUSED(call), UNUSED(candidate), UNUSED(error);
#if defined(SIN_KNOWS_EVERY_SESSION)
    UNUSED(instance), UNUSED(number);
    return SCS_OK;
#else
    return find(instance, number) == 0 ? SCS_NOT_FOUND : SCS_OK;
#endif
}

static void close_session(void* instance, uint64_t number)
{
    session* found = find(instance, number);
    if (found != 0) end(found);
}

static void stop(void* instance)
{
    session* all = ((plugin_instance*)instance)->state;
    for (int index = 0; index < MOST_SESSIONS; ++index)
        end(&all[index]);
}

static const scs_transport table = {sizeof table, 0, start, open_session, add_candidate, close_session, stop};

PLUGIN_OF(SCS_TRANSPORT_1, table)
