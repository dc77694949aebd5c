/* Sins that end or stop the process they are in: only a worker survives them, by dying instead of the host. */
#include "hostile.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static void sleep_for_ever(void)
{
    for (;;)
        pause();
}

static void some_audio(const speech *speech)
{
    hostile_begin(speech);
    hostile_write(speech, 40);
}

static scs_status leave(const speech *speech)
{
    some_audio(speech);
    exit(0);
}
const struct sin exits = {.synthesize = leave};

static scs_status leave_at_once(const speech *speech)
{
    (void)speech;
    _exit(0);
}
const struct sin exits_silently = {.synthesize = leave_at_once};

static scs_status leave_in_create(scs_error *error)
{
    (void)error;
    exit(0);
}
const struct sin create_exits = {.create = leave_in_create};

static scs_status give_up(const speech *speech)
{
    some_audio(speech);
    abort();
}
const struct sin aborts = {.synthesize = give_up};

static scs_status touch_nothing(const speech *speech)
{
    static int *volatile nowhere;
    some_audio(speech);
    *nowhere = 1;
    return SCS_OK;
}
const struct sin segfaults = {.synthesize = touch_nothing};

static int deeper(volatile int *previous)
{
    volatile int here[1024];
    here[0] = previous[0] + 1;
    return deeper(here) + here[0];
}
static scs_status recurse(const speech *speech)
{
    volatile int first[1] = {0};
    some_audio(speech);
    return deeper(first);
}
const struct sin stack_overflows = {.synthesize = recurse};

static scs_status divide(const speech *speech)
{
    some_audio(speech);
    raise(SIGFPE);
    return SCS_OK;
}
const struct sin floating_point_exception = {.synthesize = divide};

static scs_status kill_itself(const speech *speech)
{
    some_audio(speech);
    kill(getpid(), SIGKILL);
    return SCS_OK;
}
const struct sin kills_itself = {.synthesize = kill_itself};

static scs_status stop_itself(const speech *speech)
{
    some_audio(speech);
    kill(getpid(), SIGSTOP);
    sleep_for_ever();
    return SCS_OK;
}
const struct sin stops_itself = {.synthesize = stop_itself};

static scs_status close_all(const speech *speech)
{
    some_audio(speech);
    for (int descriptor = 0; descriptor <= 100; ++descriptor)
        close(descriptor);
    hostile_write(speech, 40);
    return SCS_OK;
}
const struct sin closes_descriptors = {.synthesize = close_all};

static void *throw_there(void *context)
{
    (void)context;
    hostile_throw();
    return 0;
}
static scs_status throw_in_a_thread(const speech *speech)
{
    pthread_t thread;
    some_audio(speech);
    if (pthread_create(&thread, 0, throw_there, 0) == 0) pthread_join(thread, 0);
    return SCS_OK;
}
const struct sin thread_throws = {.synthesize = throw_in_a_thread};

static scs_status hang(const speech *speech)
{
    (void)speech;
    sleep_for_ever();
    return SCS_OK;
}
const struct sin never_returns = {.synthesize = hang};

static scs_status spin(const speech *speech)
{
    volatile unsigned long turns = 0;
    some_audio(speech);
    for (;;)
        ++turns;
    return SCS_OK;
}
const struct sin never_returns_and_spins = {.synthesize = spin};

static scs_status end_the_thread(const speech *speech)
{
    some_audio(speech);
    pthread_exit(0);
}
const struct sin thread_exits = {.synthesize = end_the_thread};

/* From here on there are two of them. */
static scs_status fork_here(const speech *speech)
{
    some_audio(speech);
    (void)!fork();
    return SCS_OK;
}
const struct sin forks = {.synthesize = fork_here};

static scs_status until_stopped(const speech *speech)
{
    scs_status status = hostile_begin(speech);
    while (status == SCS_OK && (status = hostile_write(speech, 20)) == SCS_OK)
        hostile_sleep(10);
    return status;
}
const struct sin cancel_never_returns = {.synthesize = until_stopped, .cancel = sleep_for_ever};

static scs_status hang_in_voices(scs_emit_voice emit, void *emit_ctx)
{
    (void)emit, (void)emit_ctx;
    sleep_for_ever();
    return SCS_OK;
}
const struct sin voices_never_return = {.list_voices = hang_in_voices};

static scs_status hang_in_create(scs_error *error)
{
    (void)error;
    sleep_for_ever();
    return SCS_OK;
}
const struct sin create_never_returns = {.create = hang_in_create};

const struct sin destroy_never_returns = {.destroy = sleep_for_ever};

static scs_status hang_in_health(scs_health *health)
{
    (void)health;
    sleep_for_ever();
    return SCS_OK;
}
const struct sin health_never_returns = {.health = hang_in_health};
