/* The smallest engine, in C: any text is 20,480 bytes of silence. What is slow beside it is the host. */
#include <config_schema.h>

#include <scaispeak/backend.h>

#include <stdlib.h>
#include <string.h>

#define SAMPLE_RATE 24000
#define BYTES 20480

static const uint8_t silence[BYTES];

static uint64_t codePoints(scs_str text)
{
    uint64_t count = 0;
    for (uint64_t index = 0; index < text.size; ++index)
        count += ((unsigned char)text.data[index] & 0xC0U) != 0x80U;
    return count;
}

static scs_status describe(void *instance, const scs_call *call, scs_emit_engine emit, void *emitCtx,
                           scs_error *error)
{
    static const scs_str languages[] = {SCS_LITERAL("en")};
    static const uint32_t rates[] = {SAMPLE_RATE};
    scs_engine engine;
    (void)instance, (void)call, (void)error;
    memset(&engine, 0, sizeof engine);
    engine.struct_size = sizeof engine;
    engine.features = SCS_ENGINE_PRESET | SCS_ENGINE_DETERMINISTIC;
    engine.name = (scs_str)SCS_LITERAL("null");
    engine.version = (scs_str)SCS_LITERAL(SCAISPEAK_PLUGIN_VERSION);
    engine.languages = languages;
    engine.language_count = 1;
    engine.sample_rates = rates;
    engine.sample_rate_count = 1;
    engine.max_concurrency = 64;
    return emit(emitCtx, &engine);
}

static scs_status listVoices(void *instance, const scs_call *call, scs_emit_voice emit, void *emitCtx,
                             scs_error *error)
{
    scs_voice voice;
    (void)instance, (void)call, (void)error;
    memset(&voice, 0, sizeof voice);
    voice.struct_size = sizeof voice;
    voice.name = (scs_str)SCS_LITERAL("null");
    voice.language = (scs_str)SCS_LITERAL("en");
    return emit(emitCtx, &voice);
}

static scs_status synthesize(void *instance, const scs_call *call, const scs_synthesis_request *request,
                             const scs_audio_sink *sink, scs_synthesis_result *result, scs_error *error)
{
    scs_status status = sink->begin(sink->ctx, SCS_ENCODING_PCM_S16, SAMPLE_RATE, 1);
    (void)instance, (void)call, (void)error;
    if (status == SCS_OK) status = sink->write(sink->ctx, silence, BYTES);
    if (status != SCS_OK) return status;
    result->frames = BYTES / 2;
    result->chars_done = codePoints(request->text);
    return SCS_OK;
}

static const scs_backend backend = {sizeof(scs_backend), 0, describe, listVoices, synthesize, NULL, NULL};

static scs_status create(const scs_host *host, scs_str config, void **instance, scs_error *error)
{
    (void)host, (void)config, (void)error;
    *instance = malloc(1);
    return *instance != NULL ? SCS_OK : SCS_INTERNAL;
}

static void destroy(void *instance) { free(instance); }

static const void *getInterface(scs_str id)
{
    const size_t size = sizeof(SCS_BACKEND_1) - 1;
    return id.size == size && memcmp(id.data, SCS_BACKEND_1, size) == 0 ? &backend : NULL;
}

const scs_plugin *scaispeak_plugin_v1(void)
{
    static const scs_plugin plugin = {
        sizeof(scs_plugin),
        SCS_ABI_MINOR,
        0,
        SCS_ABI_DRAFT,
        SCS_LITERAL(SCAISPEAK_PLUGIN_ID),
        SCS_LITERAL("Null engine"),
        SCS_LITERAL(SCAISPEAK_PLUGIN_VERSION),
        SCS_LITERAL("ScaiSpeak"),
        SCS_LITERAL("Apache-2.0"),
        SCS_LITERAL(SCAISPEAK_CONFIG_SCHEMA),
        SCS_THREADING_CONCURRENT,
        SCS_ISOLATION_ANY,
        {NULL, 0},
        create,
        destroy,
        getInterface,
    };
    return &plugin;
}
