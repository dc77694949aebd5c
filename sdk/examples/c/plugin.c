/* The smallest engine: one voice that hums, 40 ms a byte of the text. */
#include <scaispeak/backend.h>

#include <config_schema.h>

#include <stdlib.h>
#include <string.h>

#define SAMPLE_RATE 24000
#define CHUNK 960 /* frames: 40 ms */
#define PERIOD 120 /* frames: 200 Hz */

#define VOICE "hum"

typedef struct engine {
    const scs_host *host;
} engine;

/* describe: what the engine is. The structure is lent to the host until emit returns. */
static scs_status describe(void *instance, const scs_call *call, scs_emit_engine emit, void *emit_ctx, scs_error *error)
{
    static const scs_str languages[] = {SCS_LITERAL("en")};
    static const uint32_t rates[] = {SAMPLE_RATE};
    const scs_engine engine = {
        .struct_size = sizeof engine,
        .features = SCS_ENGINE_PRESET | SCS_ENGINE_DETERMINISTIC,
        .name = SCS_LITERAL("hum"),
        .version = SCS_LITERAL(SCAISPEAK_PLUGIN_VERSION),
        .languages = languages,
        .language_count = 1,
        .sample_rates = rates,
        .sample_rate_count = 1,
        .max_concurrency = 16,
    };
    (void)instance, (void)call, (void)error;
    return emit(emit_ctx, &engine);
}

static scs_status list_voices(void *instance, const scs_call *call, scs_emit_voice emit, void *emit_ctx, scs_error *error)
{
    const scs_voice voice = {
        .struct_size = sizeof voice,
        .name = SCS_LITERAL(VOICE),
        .language = SCS_LITERAL("en"),
    };
    (void)instance, (void)call, (void)error;
    return emit(emit_ctx, &voice);
}

/* A triangle wave: no library is needed for it. */
static void hum(int16_t *samples, uint64_t first)
{
    for (uint64_t index = 0; index < CHUNK; ++index) {
        const int phase = (int)((first + index) % PERIOD);
        samples[index] = (int16_t)(200 * (phase < PERIOD / 2 ? phase : PERIOD - phase) - 6000);
    }
}

static uint64_t code_points(scs_str text)
{
    uint64_t count = 0;
    for (uint64_t index = 0; index < text.size; ++index)
        count += ((unsigned char)text.data[index] & 0xC0U) != 0x80U;
    return count;
}

static int speaks_as(scs_str voice)
{
    return voice.size == sizeof VOICE - 1 && memcmp(voice.data, VOICE, voice.size) == 0;
}

/* Says why a call fails; the host copies the texts. */
static scs_status unknown_voice(const scs_host *host, scs_error *error)
{
    const scs_error_info info = {
        .struct_size = sizeof info,
        .reason = SCS_LITERAL("backend-hum.unknown_voice"),
        .public_message = SCS_LITERAL("this engine has one voice: " VOICE),
    };
    host->error_set(host->ctx, error, &info);
    return SCS_UNSUPPORTED;
}

/* The host says stop by what a push answers, or by call_status before that. */
static scs_status synthesize(void *instance, const scs_call *call, const scs_synthesis_request *request,
                             const scs_audio_sink *sink, scs_synthesis_result *result, scs_error *error)
{
    const scs_host *host = ((const engine *)instance)->host;
    int16_t samples[CHUNK];
    if (!speaks_as(request->engine_voice)) return unknown_voice(host, error);
    scs_status status = sink->begin(sink->ctx, SCS_ENCODING_PCM_S16, SAMPLE_RATE, 1);
    for (uint64_t byte = 0; status == SCS_OK && byte < request->text.size; ++byte) {
        hum(samples, result->frames);
        status = host->call_status(host->ctx, call);
        if (status == SCS_OK)
            status = sink->write(sink->ctx, (const uint8_t *)samples, sizeof samples);
        if (status == SCS_OK)
            result->frames += CHUNK;
    }
    if (status == SCS_OK)
        result->chars_done = code_points(request->text);
    return status;
}

static const scs_backend backend = {
    .struct_size = sizeof backend,
    .describe = describe,
    .list_voices = list_voices,
    .synthesize = synthesize,
};

/* The host's table is valid until destroy has returned. */
static scs_status create(const scs_host *host, scs_str config, void **instance, scs_error *error)
{
    engine *self = malloc(sizeof *self);
    (void)config, (void)error;
    if (self == NULL) return SCS_INTERNAL;
    self->host = host;
    *instance = self;
    return SCS_OK;
}

static void destroy(void *instance) { free(instance); }

static const void *get_interface(scs_str id)
{
    const size_t size = sizeof SCS_BACKEND_1 - 1;
    return id.size == size && memcmp(id.data, SCS_BACKEND_1, size) == 0 ? &backend : NULL;
}

/* The one symbol that is exported. */
const scs_plugin *scaispeak_plugin_v1(void)
{
    static const scs_plugin plugin = {
        .struct_size = sizeof plugin,
        .abi_minor = SCS_ABI_MINOR,
        .abi_draft = SCS_ABI_DRAFT,
        .id = SCS_LITERAL(SCAISPEAK_PLUGIN_ID),
        .name = SCS_LITERAL("Hum"),
        .version = SCS_LITERAL(SCAISPEAK_PLUGIN_VERSION),
        .vendor = SCS_LITERAL("ScaiSpeak"),
        .license = SCS_LITERAL("Apache-2.0"),
        .config_schema = SCS_LITERAL(SCAISPEAK_CONFIG_SCHEMA),
        .threading = SCS_THREADING_CONCURRENT,
        .create = create,
        .destroy = destroy,
        .get_interface = get_interface,
    };
    return &plugin;
}
