/* A small backend that is right but for the one thing that SIN_... names. */
#include <scaispeak/backend.h>

void throw_something(void);
void defined_nowhere(void);

static scs_str literal(const char *text)
{
    scs_str str = {text, 0};
    while (text[str.size] != 0) ++str.size;
    return str;
}

static int equal(scs_str left, const char *right)
{
    scs_str other = literal(right);
    if (left.size != other.size) return 0;
    for (uint64_t index = 0; index < left.size; ++index)
        if (left.data[index] != other.data[index]) return 0;
    return 1;
}

static scs_status describe(void *instance, const scs_call *call, scs_emit_engine emit, void *emit_ctx, scs_error *error)
{
    scs_engine engine = {0};
    (void)instance, (void)call, (void)error;
    engine.struct_size = sizeof engine;
    engine.name = literal("tiny");
#if defined(SIN_TWO_ENGINES)
    emit(emit_ctx, &engine);
#elif defined(SIN_DESCRIBE_FAILS)
    return SCS_INTERNAL;
#endif
    return emit(emit_ctx, &engine);
}

static scs_status synthesize(void *instance, const scs_call *call, const scs_synthesis_request *request,
                             const scs_audio_sink *sink, scs_synthesis_result *result, scs_error *error)
{
    static const uint8_t silence[960];
    scs_status status = sink->begin(sink->ctx, SCS_ENCODING_PCM_S16, 24000, 1);
    (void)instance, (void)call, (void)request, (void)result, (void)error;
    return status == SCS_OK ? sink->write(sink->ctx, silence, sizeof silence) : status;
}

static const scs_backend backend = {
#if defined(SIN_SHORT_TABLE)
    .struct_size = 16,
#else
    .struct_size = sizeof(scs_backend),
#endif
    .describe = describe,
#if !defined(SIN_NO_SYNTHESIZE)
    .synthesize = synthesize,
#endif
};

static int the_instance;

static scs_status create(const scs_host *host, scs_str config, void **instance, scs_error *error)
{
    (void)config;
#if defined(SIN_CREATE_FAILS)
    scs_error_info info = {0};
    info.struct_size = sizeof info;
    info.public_message = literal("greeting and farewell cannot both be given");
    host->error_set(host->ctx, error, &info);
    return SCS_INVALID_ARGUMENT;
#elif defined(SIN_THROWS_CREATE)
    throw_something();
#elif defined(SIN_UNRESOLVED)
    defined_nowhere();
#endif
    (void)host, (void)error;
#if !defined(SIN_CREATE_NULL_INSTANCE)
    *instance = &the_instance;
#else
    *instance = 0;
    (void)the_instance;
#endif
    return SCS_OK;
}

static void destroy(void *instance) { (void)instance; }

static const void *get_interface(scs_str id)
{
#if defined(SIN_NO_INTERFACE)
    return equal(id, "somebody.elses/1") ? &backend : 0;
#elif defined(SIN_THROWS_INTERFACE)
    throw_something();
#endif
    return equal(id, SCS_BACKEND_1) ? &backend : 0;
}

#if defined(SIN_OTHER_ID)
#undef PLUGIN_ID
#define PLUGIN_ID "backend-other"
#elif defined(SIN_ODD_ID)
#undef PLUGIN_ID
#define PLUGIN_ID "Bad_Id"
#endif

#if defined(SIN_SCHEMA_NOT_JSON)
#define SCHEMA "{\"type\": "
#elif defined(SIN_SCHEMA_NOT_SCHEMA)
#define SCHEMA "{\"type\": \"object\", \"properties\": 7}"
#else
#define SCHEMA                                                                                                        \
    "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {"                                       \
    "\"greeting\": {\"type\": \"string\"}, \"token\": {\"type\": \"string\", \"x-secret\": true}}}"
#endif

static const scs_plugin plugin = {
#if defined(SIN_SHORT_STRUCT)
    .struct_size = 64,
#elif defined(SIN_HUGE_STRUCT)
    .struct_size = 0x7fffffff,
#else
    .struct_size = sizeof(scs_plugin),
#endif
    .abi_minor = SCS_ABI_MINOR,
#if defined(SIN_FUTURE_MINOR)
    .host_minor_required = SCS_ABI_MINOR + 7,
#endif
#if defined(SIN_OTHER_DRAFT)
    .abi_draft = SCS_ABI_DRAFT + 1,
#else
    .abi_draft = SCS_ABI_DRAFT,
#endif
    .id = SCS_LITERAL(PLUGIN_ID),
#if defined(SIN_NAME_NOT_UTF8)
    .name = SCS_LITERAL("tiny \xff"),
#elif !defined(SIN_NO_NAME)
    .name = SCS_LITERAL("A tiny plugin"),
#endif
    .version = SCS_LITERAL("1.2.3"),
    .license = SCS_LITERAL("Apache-2.0"),
#if !defined(SIN_SCHEMA_MISSING)
    .config_schema = SCS_LITERAL(SCHEMA),
#endif
#if defined(SIN_UNKNOWN_THREADING)
    .threading = 9,
#else
    .threading = SCS_THREADING_CONCURRENT,
#endif
#if defined(SIN_UNKNOWN_ISOLATION)
    .isolation = 9,
#elif defined(SIN_NEEDS_WORKER)
    .isolation = SCS_ISOLATION_REQUIRE_WORKER,
#endif
#if !defined(SIN_NO_CREATE)
    .create = create,
#endif
#if !defined(SIN_NO_DESTROY)
    .destroy = destroy,
#endif
#if !defined(SIN_NO_GET_INTERFACE)
    .get_interface = get_interface,
#endif
};

#if defined(SIN_NO_SYMBOL)
SCS_EXPORT const scs_plugin *another_name(void);
const scs_plugin *another_name(void) { return &plugin; }
#elif defined(SIN_V2_ONLY)
SCS_EXPORT const scs_plugin *scaispeak_plugin_v2(void);
const scs_plugin *scaispeak_plugin_v2(void) { return &plugin; }
#else
const scs_plugin *scaispeak_plugin_v1(void)
{
#if defined(SIN_NULL_DESCRIPTOR)
    return 0;
#elif defined(SIN_THROWS_ENTRY)
    throw_something();
#endif
    return &plugin;
}
#endif
