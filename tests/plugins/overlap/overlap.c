/* A plugin that sees when its threading model is not kept: a [call] or [life] of it fails when another one is inside where
 * it must not be. OVERLAP_ID, OVERLAP_THREADING and OVERLAP_GROUP (may be "") are given by the build. A text that begins
 * with "Meet" waits for a second call inside the plugin, and fails when none comes within two seconds. */
#include "inside.h"

#include <config_schema.h>
#include <scaispeak/auth.h>
#include <scaispeak/backend.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct instance {
    const scs_host *host;
    atomic_int inside;
} instance;

static atomic_int inside_plugin;
static atomic_int turned_back;

static void sleep_ms(long milliseconds)
{
    const struct timespec time = {0, milliseconds * 1000000L};
    nanosleep(&time, 0);
}

/* What may be inside at most, of the plugin, of the instance and of the group. */
static int enter(instance *own)
{
    const int plugin = atomic_fetch_add(&inside_plugin, 1) + 1;
    const int here = atomic_fetch_add(&own->inside, 1) + 1;
    const int group = OVERLAP_GROUP[0] != 0 ? overlap_enter() : 1;
    int good = group == 1;
    if (OVERLAP_THREADING == SCS_THREADING_PLUGIN) good = good && plugin == 1;
    if (OVERLAP_THREADING == SCS_THREADING_INSTANCE) good = good && here == 1;
    if (!good) atomic_fetch_add(&turned_back, 1);
    sleep_ms(2);
    return good;
}

static scs_status leave(instance *own, int good, scs_status status)
{
    if (OVERLAP_GROUP[0] != 0) overlap_leave();
    atomic_fetch_sub(&own->inside, 1);
    atomic_fetch_sub(&inside_plugin, 1);
    return good ? status : SCS_INTERNAL;
}

static scs_str text(const char *chars)
{
    scs_str str = {chars, strlen(chars)};
    return str;
}

static scs_status describe(void *own, const scs_call *call, scs_emit_engine emit, void *emit_ctx, scs_error *error)
{
    static const uint32_t rates[] = {24000};
    const int good = enter(own);
    scs_engine engine = {0};
    (void)call, (void)error;
    engine.struct_size = sizeof engine;
    engine.features = SCS_ENGINE_PRESET;
    engine.name = text(OVERLAP_ID);
    engine.sample_rates = rates;
    engine.sample_rate_count = 1;
    engine.max_concurrency = 8;
    return leave(own, good, emit(emit_ctx, &engine));
}

static scs_status list_voices(void *own, const scs_call *call, scs_emit_voice emit, void *emit_ctx, scs_error *error)
{
    const int good = enter(own);
    scs_voice voice = {0};
    (void)call, (void)error;
    voice.struct_size = sizeof voice;
    voice.name = text(OVERLAP_ID);
    voice.language = text("en");
    return leave(own, good, emit(emit_ctx, &voice));
}

static scs_status meet(void)
{
    static atomic_int met;
    for (int turn = 0; turn < 1000; ++turn) {
        if (atomic_load(&inside_plugin) > 1) atomic_store(&met, 1);
        if (atomic_load(&met) != 0) return SCS_OK;
        sleep_ms(2);
    }
    return SCS_UNAVAILABLE;
}

static scs_status synthesize(void *own, const scs_call *call, const scs_synthesis_request *request,
                             const scs_audio_sink *sink, scs_synthesis_result *result, scs_error *error)
{
    static const uint8_t silence[960];
    const int good = enter(own);
    const int meeting = request->text.size >= 4 && memcmp(request->text.data, "Meet", 4) == 0;
    scs_status status = meeting ? meet() : SCS_OK;
    (void)call, (void)result, (void)error;
    if (status == SCS_OK) status = sink->begin(sink->ctx, SCS_ENCODING_PCM_S16, 24000, 1);
    if (status == SCS_OK) status = sink->write(sink->ctx, silence, sizeof silence);
    return leave(own, good, status);
}

/* [any]: comes while others are inside, and is none of them. */
static scs_status health(void *own, scs_health *health)
{
    (void)own;
    health->state = atomic_load(&turned_back) == 0 ? SCS_HEALTH_OK : SCS_HEALTH_DOWN;
    return SCS_OK;
}

/* Knows everybody whose credential begins with its own id. */
static scs_status authenticate(void *own, const scs_call *call, scs_str credential, scs_emit_principal emit,
                               void *emit_ctx, int32_t *decision, scs_error *error)
{
    const int good = enter(own);
    const size_t size = strlen(OVERLAP_ID);
    (void)call, (void)error;
    *decision = SCS_AUTH_NOT_MINE;
    if (credential.size > size && memcmp(credential.data, OVERLAP_ID, size) == 0) {
        scs_principal principal = {0};
        principal.struct_size = sizeof principal;
        principal.kind = SCS_CREDENTIAL_JWT;
        principal.tenant_id = text("tnt_overlap");
        principal.user_id = text("usr_overlap");
        emit(emit_ctx, &principal);
        *decision = SCS_AUTH_ALLOW;
    }
    return leave(own, good, SCS_OK);
}

static scs_status create(const scs_host *host, scs_str config, void **out, scs_error *error)
{
    instance *own = calloc(1, sizeof *own);
    int good;
    (void)config, (void)error;
    if (own == 0) return SCS_INTERNAL;
    own->host = host;
    good = enter(own);
    *out = own;
    return leave(own, good, SCS_OK);
}

static void destroy(void *own)
{
    leave(own, enter(own), SCS_OK);
    free(own);
}

static const scs_backend backend = {
    .struct_size = sizeof(scs_backend),
    .describe = describe,
    .list_voices = list_voices,
    .synthesize = synthesize,
    .health = health,
};
static const scs_auth auth = {.struct_size = sizeof(scs_auth), .authenticate = authenticate};

static int is(scs_str id, const char *other)
{
    return id.size == strlen(other) && memcmp(id.data, other, id.size) == 0;
}
static const void *get_interface(scs_str id)
{
    if (is(id, SCS_BACKEND_1)) return &backend;
    return is(id, SCS_AUTH_1) ? &auth : 0;
}

static const scs_plugin plugin = {
    .struct_size = sizeof(scs_plugin),
    .abi_minor = SCS_ABI_MINOR,
    .abi_draft = SCS_ABI_DRAFT,
    .id = SCS_LITERAL(OVERLAP_ID),
    .name = SCS_LITERAL("A plugin that sees overlaps"),
    .version = SCS_LITERAL("1.0.0"),
    .license = SCS_LITERAL("Apache-2.0"),
    .config_schema = SCS_LITERAL(SCAISPEAK_CONFIG_SCHEMA),
    .threading = OVERLAP_THREADING,
    .exclusive_group = SCS_LITERAL(OVERLAP_GROUP),
    .create = create,
    .destroy = destroy,
    .get_interface = get_interface,
};

const scs_plugin *scaispeak_plugin_v1(void) { return &plugin; }
