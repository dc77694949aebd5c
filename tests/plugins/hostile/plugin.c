/* The plugin HOSTILE_ID, whose sin is SIN. */
#include "hostile.h"

#include <config_schema.h>

#include <string.h>

extern const struct sin SIN;

static int the_instance;

static scs_status describe(void *instance, const scs_call *call, scs_emit_engine emit, void *emit_ctx, scs_error *error)
{
    const scs_engine engine = hostile_engine(HOSTILE_ID);
    (void)instance, (void)call, (void)error;
    return SIN.describe != 0 ? SIN.describe(emit, emit_ctx) : emit(emit_ctx, &engine);
}

static scs_status list_voices(void *instance, const scs_call *call, scs_emit_voice emit, void *emit_ctx,
                              scs_error *error)
{
    const scs_voice voice = hostile_voice(HOSTILE_ID);
    const scs_status status = emit(emit_ctx, &voice);
    (void)instance, (void)call, (void)error;
    return SIN.list_voices != 0 ? SIN.list_voices(emit, emit_ctx) : status;
}

static scs_status synthesize(void *instance, const scs_call *call, const scs_synthesis_request *request,
                             const scs_audio_sink *sink, scs_synthesis_result *result, scs_error *error)
{
    const speech speech = {call, request, sink, result, error};
    const int sinful = request->text.size >= 3 && memcmp(request->text.data, "Sin", 3) == 0;
    (void)instance;
    return sinful && SIN.synthesize != 0 ? SIN.synthesize(&speech) : hostile_speak_well(&speech);
}

static void cancel(void *instance, scs_str request_id)
{
    (void)instance, (void)request_id;
    if (SIN.cancel != 0) SIN.cancel();
}

static scs_status health(void *instance, scs_health *health)
{
    (void)instance;
    if (SIN.health != 0) return SIN.health(health);
    health->state = SCS_HEALTH_OK;
    return SCS_OK;
}

/* Its kind of credential is its own id. */
static scs_status authenticate(void *instance, const scs_call *call, scs_str credential, scs_emit_principal emit,
                               void *emit_ctx, int32_t *decision, scs_error *error)
{
    (void)instance, (void)call, (void)error;
    *decision = SCS_AUTH_NOT_MINE;
    if (credential.size != strlen(HOSTILE_ID) || memcmp(credential.data, HOSTILE_ID, credential.size) != 0) return SCS_OK;
    return SIN.authenticate(emit, emit_ctx, decision);
}

static scs_status create(const scs_host *host, scs_str config, void **instance, scs_error *error)
{
    (void)config;
    hostile_host = host;
    *instance = &the_instance;
    return SIN.create != 0 ? SIN.create(error) : SCS_OK;
}

static void destroy(void *instance)
{
    (void)instance;
    if (SIN.destroy != 0) SIN.destroy();
}

static const scs_backend backend = {
    .struct_size = sizeof(scs_backend),
    .describe = describe,
    .list_voices = list_voices,
    .synthesize = synthesize,
    .cancel = cancel,
    .health = health,
};
static const scs_auth auth = {.struct_size = sizeof(scs_auth), .authenticate = authenticate};

static const void *get_interface(scs_str id)
{
    const scs_str wanted = hostile_text(HOSTILE_AUTH ? SCS_AUTH_1 : SCS_BACKEND_1);
    if (id.size != wanted.size || memcmp(id.data, wanted.data, id.size) != 0) return 0;
    return HOSTILE_AUTH ? (const void *)&auth : (const void *)&backend;
}

static const scs_plugin plugin = {
    .struct_size = sizeof(scs_plugin),
    .abi_minor = SCS_ABI_MINOR,
    .abi_draft = SCS_ABI_DRAFT,
    .id = SCS_LITERAL(HOSTILE_ID),
    .name = SCS_LITERAL("A hostile plugin"),
    .version = SCS_LITERAL("1.0.0"),
    .license = SCS_LITERAL("Apache-2.0"),
    .config_schema = SCS_LITERAL(SCAISPEAK_CONFIG_SCHEMA),
    .threading = SCS_THREADING_CONCURRENT,
    .create = create,
    .destroy = destroy,
    .get_interface = get_interface,
};

const scs_plugin *scaispeak_plugin_v1(void) { return &plugin; }
