/* An engine for measuring: the text says what it does.
 *   made N     N frames of 20 ms, each begins with the clock in ns as it is pushed; each takes 2 ms to compute
 *   idle N     the same, 2 ms of sleep instead: both processors must be woken for each frame
 *   first      one frame at once
 *   work N     N ms of computing (CPU time of the thread), then one frame */
#include <config_schema.h>

#include <scaispeak/backend.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FRAME 960

static int64_t now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static scs_status describe(void *instance, const scs_call *call, scs_emit_engine emit, void *ctx, scs_error *error)
{
    static const uint32_t rates[] = {24000};
    scs_engine engine;
    (void)instance, (void)call, (void)error;
    memset(&engine, 0, sizeof engine);
    engine.struct_size = sizeof engine;
    engine.name = (scs_str)SCS_LITERAL("frames");
    engine.sample_rates = rates;
    engine.sample_rate_count = 1;
    engine.max_concurrency = 1;
    return emit(ctx, &engine);
}

static void compute(long milliseconds)
{
    const int64_t end = now(CLOCK_THREAD_CPUTIME_ID) + milliseconds * 1000000;
    while (now(CLOCK_THREAD_CPUTIME_ID) < end) continue;
}

static scs_status push(const scs_audio_sink *sink)
{
    uint8_t frame[FRAME];
    const int64_t pushed = now(CLOCK_MONOTONIC);
    memset(frame, 0, sizeof frame);
    memcpy(frame, &pushed, sizeof pushed);
    return sink->write(sink->ctx, frame, sizeof frame);
}

static scs_status synthesize(void *instance, const scs_call *call, const scs_synthesis_request *request,
                             const scs_audio_sink *sink, scs_synthesis_result *result, scs_error *error)
{
    char text[64];
    const size_t size = request->text.size < sizeof text - 1 ? request->text.size : sizeof text - 1;
    scs_status status;
    (void)instance, (void)call, (void)result, (void)error;
    memcpy(text, request->text.data, size);
    text[size] = '\0';
    if (strncmp(text, "work ", 5) == 0) compute(atol(text + 5));
    status = sink->begin(sink->ctx, SCS_ENCODING_PCM_S16, 24000, 1);
    if (strncmp(text, "made ", 5) != 0 && strncmp(text, "idle ", 5) != 0)
        return status == SCS_OK ? push(sink) : status;
    for (long left = atol(text + 5); left > 0 && status == SCS_OK; --left) {
        const struct timespec pause = {0, 2000000};
        if (text[0] == 'm')
            compute(2);
        else
            nanosleep(&pause, NULL);
        status = push(sink);
    }
    return status;
}

static scs_status create(const scs_host *host, scs_str config, void **instance, scs_error *error)
{
    (void)config, (void)error;
    *instance = (void *)(uintptr_t)host;
    return SCS_OK;
}

static void destroy(void *instance) { (void)instance; }

static const void *getInterface(scs_str id)
{
    static const scs_backend backend = {.struct_size = sizeof backend, .describe = describe, .synthesize = synthesize};
    return id.size == strlen(SCS_BACKEND_1) && memcmp(id.data, SCS_BACKEND_1, id.size) == 0 ? &backend : NULL;
}

const scs_plugin *scaispeak_plugin_v1(void)
{
    static const scs_plugin plugin = {
        .struct_size = sizeof plugin,
        .abi_minor = SCS_ABI_MINOR,
        .abi_draft = SCS_ABI_DRAFT,
        .id = SCS_LITERAL(SCAISPEAK_PLUGIN_ID),
        .name = SCS_LITERAL("Frames"),
        .version = SCS_LITERAL(SCAISPEAK_PLUGIN_VERSION),
        .config_schema = SCS_LITERAL(SCAISPEAK_CONFIG_SCHEMA),
        .create = create,
        .destroy = destroy,
        .get_interface = getInterface,
    };
    return &plugin;
}
