/* An engine that is right in everything but SIN_<...>: 40 ms a byte, a beep for each letter, a mark for each
 * word. */
#include <scaispeak/backend.h>

#include <config_schema.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define RATE 24000U
#define CHUNK (RATE / 25)

typedef struct engine
{
    const scs_host* host;
} engine;

static int equal(scs_str one, const char* other)
{
    return one.size == strlen(other) && memcmp(one.data, other, one.size) == 0;
}

static void wait_ms(long milliseconds)
{
    const struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&time, 0);
}

#if defined(SIN_LOADING_THREAD) || defined(SIN_LEAKED_THREAD)
static void* idle(void* nothing)
{
    for (;;)
        pause();
    return nothing;
}

static void start_idle(void)
{
    pthread_t thread;
    pthread_create(&thread, 0, idle, 0);
    pthread_detach(thread);
}
#endif

#if defined(SIN_LOADING_THREAD)
__attribute__((constructor)) static void at_load(void)
{
    start_idle();
}
#endif

#if defined(SIN_UNDEFINED_SYMBOL)
unsigned elf_version(unsigned version);
#endif

#if defined(SIN_SLOW_LOAD)
__attribute__((constructor)) static void at_load(void)
{
    wait_ms(1200);
}
#endif

#if defined(SIN_MORE_EXPORTS)
__attribute__((visibility("default"))) int unfit_more = 1;
#endif

#if defined(SIN_UNIQUE_SYMBOL)
__asm__(".data\n.globl unfit_unique\n.type unfit_unique, %gnu_unique_object\n.size unfit_unique, 4\n"
        "unfit_unique: .long 1\n.text\n");
#endif

/* ---- the engine ---- */

static scs_status describe(void* instance, const scs_call* call, scs_emit_engine emit, void* emit_ctx,
                           scs_error* error)
{
    static const scs_str languages[] = {SCS_LITERAL("en")};
    static const uint32_t rates[] = {RATE};
    const scs_engine engine = {
        .struct_size = sizeof engine,
        .features = SCS_ENGINE_PRESET | SCS_ENGINE_WORD_MARKS | SCS_ENGINE_DETERMINISTIC,
#if !defined(SIN_NAMELESS)
        .name = SCS_LITERAL("unfit"),
#endif
        .version = SCS_LITERAL("1"),
        .languages = languages,
        .language_count = 1,
        .sample_rates = rates,
        .sample_rate_count = 1,
        .max_concurrency = 8,
    };
    (void)instance, (void)call, (void)error;
    return emit(emit_ctx, &engine);
}

static scs_status list_voices(void* instance, const scs_call* call, scs_emit_voice emit, void* emit_ctx,
                              scs_error* error)
{
    const scs_voice voice = {
        .struct_size = sizeof voice, .name = SCS_LITERAL("unfit"), .language = SCS_LITERAL("en")};
    (void)instance, (void)call, (void)error;
#if defined(SIN_VOICE_TWICE)
    emit(emit_ctx, &voice);
#endif
    return emit(emit_ctx, &voice);
}

static int blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '.';
}

static void fill(int16_t* samples, char byte)
{
    double volume = blank(byte) ? 0 : 4000 + 200.0 * (byte & 31);
#if defined(SIN_CHANGING)
    static atomic_int calls;
    volume += atomic_fetch_add(&calls, 1) % 1009;
#endif
    for (uint32_t frame = 0; frame < CHUNK; ++frame)
        samples[frame] = (int16_t)(volume * sin(frame * 0.1));
}

/* The mark of a word that begins at `at`. */
static scs_status mark(const scs_audio_sink* sink, scs_str text, uint64_t at)
{
    uint64_t end = at;
    while (end < text.size && !blank(text.data[end]))
        ++end;
#if defined(SIN_MARKS_BACKWARDS)
    const uint64_t frame = (text.size - at) * CHUNK;
#else
    const uint64_t frame = at * CHUNK;
#endif
    const scs_speech_event event = {.struct_size = sizeof event,
                                    .kind = SCS_EVENT_WORD,
                                    .text_offset = at,
                                    .text_length = end - at,
                                    .frame = frame};
    return sink->event(sink->ctx, &event);
}

static scs_status push(const scs_audio_sink* sink, char byte)
{
#if defined(SIN_NOT_FINITE)
    float samples[CHUNK] = {byte, NAN};
#else
    int16_t samples[CHUNK];
    fill(samples, byte);
#endif
#if defined(SIN_LOSES_AUDIO)
    static _Thread_local struct timespec last;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const int late =
        last.tv_sec != 0 && (now.tv_sec - last.tv_sec) * 1000 + (now.tv_nsec - last.tv_nsec) / 1000000 > 250;
    last = now;
    if (late) return SCS_CLOSED;
#endif
    const scs_status status = sink->write(sink->ctx, (const uint8_t*)samples, sizeof samples);
#if defined(SIN_DEAF_TO_WRITE)
    (void)status;
    return SCS_OK;
#else
    return status;
#endif
}

static scs_status status_of(const engine* self, const scs_call* call)
{
#if defined(SIN_DEAF_TO_CALLS)
    (void)self, (void)call;
    wait_ms(1);
    return SCS_OK;
#else
    return self->host->call_status(self->host->ctx, call);
#endif
}

static scs_status begin(const scs_audio_sink* sink)
{
#if defined(SIN_BEGINS_TWICE)
    sink->begin(sink->ctx, SCS_ENCODING_PCM_S16, RATE, 1);
#elif defined(SIN_NOT_FINITE)
    return sink->begin(sink->ctx, SCS_ENCODING_PCM_F32, RATE, 1);
#endif
    return sink->begin(sink->ctx, SCS_ENCODING_PCM_S16, RATE, 1);
}

static scs_status speak(const engine* self, const scs_call* call, scs_str text, const scs_audio_sink* sink,
                        scs_synthesis_result* result)
{
    uint64_t at = 0;
    int started = 0;
    for (; at < text.size; ++at) {
        scs_status status = status_of(self, call);
        if (status == SCS_OK && !started++) status = begin(sink);
        if (status == SCS_OK && !blank(text.data[at]) && (at == 0 || blank(text.data[at - 1])) &&
            (text.data[at] & 0xC0) != 0x80)
            status = mark(sink, text, at);
        if (status == SCS_OK) status = push(sink, text.data[at]);
#if defined(SIN_LOSES_AUDIO)
        if (status == SCS_CLOSED) break;
#endif
        if (status != SCS_OK) return status;
    }
    result->frames = at * CHUNK;
    return SCS_OK;
}

#if defined(SIN_STRAY_CANCEL)
static atomic_int cancels;
#endif

static scs_status refuse(const engine* self, scs_error* error, scs_status status)
{
    const scs_error_info info = {.struct_size = sizeof info,
                                 .public_message = SCS_LITERAL("not by this engine")};
    self->host->error_set(self->host->ctx, error, &info);
    return status;
}

static scs_status synthesize(void* instance, const scs_call* call, const scs_synthesis_request* request,
                             const scs_audio_sink* sink, scs_synthesis_result* result, scs_error* error)
{
    const engine* self = instance;
    scs_str text = request->text;
#if !defined(SIN_ANY_VOICE)
    if (!equal(request->engine_voice, "unfit")) return refuse(self, error, SCS_UNSUPPORTED);
#endif
#if defined(SIN_STRAY_CANCEL)
    if (cancels > 0) return SCS_OK;
#elif defined(SIN_REFUSES_BLANK)
    if (text.size == 1) return refuse(self, error, SCS_INVALID_ARGUMENT);
#elif defined(SIN_LOG_OF_TEXT)
    const scs_field field = {.key = SCS_LITERAL("text"), .type = SCS_FIELD_TEXT, .text = text};
    self->host->log(self->host->ctx, SCS_LOG_INFO, (scs_str)SCS_LITERAL("speaking"), &field, 1);
#elif defined(SIN_LEAKED_CALLS)
    if (malloc(5000) == 0) return SCS_INTERNAL;
#elif defined(SIN_SAYS_STOPPED)
    /* Where there is a character of four bytes. */
    for (uint64_t at = 0; at < text.size; ++at)
        if ((text.data[at] & 0xF8) == 0xF0 && text.size > 200) return SCS_CANCELLED;
#elif defined(SIN_ONE_LENGTH)
    if (text.size > 120) text.size = 120;
#elif defined(SIN_SHARED_WORDS)
    static scs_str shared;
    shared = text;
    wait_ms(text.size > 60 ? 60 : 20);
    if (shared.size < text.size) text = shared;
#endif
    (void)wait_ms, (void)refuse, (void)fill, (void)error;
    return speak(self, call, text, sink, result);
}

#if defined(SIN_SLOW_CANCEL) || defined(SIN_STRAY_CANCEL)
static void cancel(void* instance, scs_str request_id)
{
    (void)instance, (void)request_id;
#if defined(SIN_SLOW_CANCEL)
    if (equal(request_id, "req_to_be_stopped")) wait_ms(250);
#else
    ++cancels;
#endif
}
#endif

#if defined(SIN_DOWN_WITHOUT_REASON)
static scs_status health(void* instance, scs_health* it)
{
    (void)instance;
    it->state = SCS_HEALTH_DOWN;
    return SCS_OK;
}
#endif

static const scs_backend backend = {
    .struct_size = sizeof(scs_backend),
    .describe = describe,
    .list_voices = list_voices,
    .synthesize = synthesize,
#if defined(SIN_SLOW_CANCEL) || defined(SIN_STRAY_CANCEL)
    .cancel = cancel,
#elif defined(SIN_DOWN_WITHOUT_REASON)
    .health = health,
#endif
};

/* ---- the plugin ---- */

static scs_status create(const scs_host* host, scs_str config, void** instance, scs_error* error)
{
    (void)config, (void)error;
#if defined(SIN_CHANGED_FOLDER)
    if (chdir("/") != 0) return SCS_INTERNAL;
#elif defined(SIN_LEAKED_MEMORY)
    if (malloc(1000) == 0) return SCS_INTERNAL;
#elif defined(SIN_LEAKED_DESCRIPTOR)
    if (open("/dev/null", O_RDONLY | O_CLOEXEC) < 0) return SCS_INTERNAL;
#elif defined(SIN_LEAKED_THREAD)
    start_idle();
#elif defined(SIN_ONE_INSTANCE)
    static int made;
    if (made++ % 2 != 0) abort();
#elif defined(SIN_SILENT_REFUSAL)
    if (!equal(config, "{}")) return SCS_INVALID_ARGUMENT;
#elif defined(SIN_CREATE_EXITS)
    exit(3);
#elif defined(SIN_CREATE_CRASHES)
    raise(SIGSEGV);
#elif defined(SIN_CREATE_HANGS)
    wait_ms(3600000);
#elif defined(SIN_UNDEFINED_SYMBOL)
    elf_version(1);
#endif
    engine* self = malloc(sizeof *self);
    if (self == 0) return SCS_INTERNAL;
    self->host = host;
    *instance = self;
    return SCS_OK;
}

static void destroy(void* instance)
{
    free(instance);
}

static const void* get_interface(scs_str id)
{
#if defined(SIN_INTERFACE_PREFIX)
    return id.size >= 17 && memcmp(id.data, SCS_BACKEND_1, 17) == 0 && id.size != strlen(SCS_BACKEND_NODES_1)
               ? &backend
               : 0;
#else
    return equal(id, SCS_BACKEND_1) ? &backend : 0;
#endif
}

#define PLUGIN                                                                                        \
    {                                                                                                 \
        .struct_size = sizeof(scs_plugin), .abi_minor = SCS_ABI_MINOR, .abi_draft = SCS_ABI_DRAFT,    \
        .id = SCS_LITERAL(SCAISPEAK_PLUGIN_ID), .name = SCS_LITERAL("An unfit plugin"),               \
        .version = SCS_LITERAL("1.0.0"), .license = SCS_LITERAL("Apache-2.0"),                        \
        .config_schema = SCS_LITERAL(SCAISPEAK_CONFIG_SCHEMA), .threading = SCS_THREADING_CONCURRENT, \
        .create = create, .destroy = destroy, .get_interface = get_interface,                         \
    }

static const scs_plugin plugins[] = {PLUGIN, PLUGIN};

const scs_plugin* scaispeak_plugin_v1(void)
{
#if defined(SIN_TWO_DESCRIPTORS)
    static int calls;
    return &plugins[calls++ % 2];
#else
    return &plugins[0];
#endif
}
