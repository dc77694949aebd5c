/* An engine that makes nothing: its text says how often it writes or polls ("write", "poll", else nothing), one million
 * times, so that what is measured is the ABI. */
#include <scaispeak/backend.h>

static const scs_host *host_table;

static scs_status describe(void *instance, const scs_call *call, scs_emit_engine emit, void *emit_ctx, scs_error *error)
{
    scs_engine engine = {0};
    (void)instance, (void)call, (void)error;
    engine.struct_size = sizeof engine;
    engine.name = (scs_str)SCS_LITERAL("bench");
    return emit(emit_ctx, &engine);
}

static scs_status synthesize(void *instance, const scs_call *call, const scs_synthesis_request *request,
                             const scs_audio_sink *sink, scs_synthesis_result *result, scs_error *error)
{
    static const uint8_t silence[2];
    const char kind = request->text.data[0];
    scs_status status = SCS_OK;
    (void)instance, (void)result, (void)error;
    if (kind == 'w') status = sink->begin(sink->ctx, SCS_ENCODING_PCM_S16, 24000, 1);
    for (int count = 0; count < 1000000 && status == SCS_OK && (kind == 'w' || kind == 'p'); ++count)
        status = kind == 'w' ? sink->write(sink->ctx, silence, sizeof silence)
                             : host_table->call_status(host_table->ctx, call);
    return status;
}

static const scs_backend backend = {.struct_size = sizeof(scs_backend), .describe = describe, .synthesize = synthesize};

static scs_status create(const scs_host *host, scs_str config, void **instance, scs_error *error)
{
    (void)config, (void)error;
    host_table = host;
    *instance = (void *)&backend;
    return SCS_OK;
}

static void destroy(void *instance) { (void)instance; }

static const void *get_interface(scs_str id)
{
    static const char name[] = SCS_BACKEND_1;
    if (id.size != sizeof name - 1) return 0;
    for (uint64_t index = 0; index < id.size; ++index)
        if (id.data[index] != name[index]) return 0;
    return &backend;
}

static const scs_plugin plugin = {
    .struct_size = sizeof(scs_plugin),
    .abi_minor = SCS_ABI_MINOR,
    .abi_draft = SCS_ABI_DRAFT,
    .id = SCS_LITERAL("bench-engine"),
    .name = SCS_LITERAL("Engine of the ABI benchmark"),
    .version = SCS_LITERAL("1.0.0"),
    .config_schema = SCS_LITERAL("{\"type\": \"object\"}"),
    .threading = SCS_THREADING_CONCURRENT,
    .create = create,
    .destroy = destroy,
    .get_interface = get_interface,
};

const scs_plugin *scaispeak_plugin_v1(void) { return &plugin; }
