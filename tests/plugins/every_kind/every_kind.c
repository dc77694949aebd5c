/* One plugin of every kind, for what carries calls: each function tells back what it was given. */
#include <config_schema.h>

#include "every_kind.h"

const scs_host *host;

/* ---- backend ---- */

static scs_status describe(void *i, const scs_call *call, scs_emit_engine emit, void *ctx, scs_error *error)
{
    static const scs_str languages[] = {SCS_LITERAL("en"), SCS_LITERAL("de-at")};
    static const uint32_t rates[] = {24000, 48000};
    scs_engine engine;
    UNUSED(i), UNUSED(call), UNUSED(error);
    ZERO(engine);
    engine.features = SCS_ENGINE_PRESET | SCS_ENGINE_CLONE_FULL | SCS_ENGINE_DETERMINISTIC | SCS_ENGINE_WORD_MARKS;
    engine.name = str("every");
    engine.version = str("1");
    engine.languages = languages;
    engine.language_count = 2;
    engine.sample_rates = rates;
    engine.sample_rate_count = 2;
    engine.max_chars = 1000;
    engine.max_concurrency = 8;
    return emit(ctx, &engine);
}

static scs_status list_voices(void *i, const scs_call *call, scs_emit_voice emit, void *ctx, scs_error *error)
{
    static const scs_str tags[] = {SCS_LITERAL("calm"), SCS_LITERAL("low")};
    scs_voice voice;
    UNUSED(i), UNUSED(call), UNUSED(error);
    ZERO(voice);
    voice.name = str("one");
    voice.display_name = str("The One");
    voice.language = str("en");
    voice.gender = SCS_GENDER_FEMALE;
    voice.style_tags = tags;
    voice.style_tag_count = 2;
    return emit(ctx, &voice);
}

/* Speaks the clip's bytes, else each byte of the text as a frame of its value; a few words do something else. */
static scs_status synthesize(void *i, const scs_call *call, const scs_synthesis_request *request,
                             const scs_audio_sink *sink, scs_synthesis_result *result, scs_error *error)
{
    scs_status status;
    uint8_t bytes[512];
    uint64_t size = 0, offset = 0;
    scs_speech_event event;
    UNUSED(i);
    if (is(request->text, "crash")) abort();
    if (is(request->text, "exit")) _exit(0);
    if (is(request->text, "fail")) return fail(error, SCS_OVERLOADED, "saturated");
    if (is(request->text, "leak")) memset(malloc(200U << 20), 1, 200U << 20);
    if (is(request->text, "slow")) usleep(300000);
    if (is(request->text, "chatter")) for (int line = 0; line < 3000; ++line) dprintf(2, "line %d\n", line);
    if (is(request->text, "close all")) for (int number = 3; number < 64; ++number) close(number);
    if (is(request->text, "hang")) for (;;) usleep(1000);
    if (is(request->text, "wait")) {
        while ((status = host->call_status(host->ctx, call)) == SCS_OK) usleep(1000);
        return status;
    }
    status = sink->begin(sink->ctx, SCS_ENCODING_PCM_S16, 24000, 1);
    ZERO(event);
    event.kind = SCS_EVENT_WORD;
    event.text_length = 1;
    if (status == SCS_OK) status = sink->event(sink->ctx, &event);
    if (is(request->text, "crash after begin")) abort();
    if (request->reference != NULL) {
        while (status == SCS_OK && (status = request->reference->read(request->reference->ctx, offset, bytes,
                                                                      sizeof bytes, &size)) == SCS_OK && size > 0) {
            status = sink->write(sink->ctx, bytes, size);
            offset += size;
        }
        result->holds_reference = 1;
        return status;
    }
    for (uint64_t index = 0; index < request->text.size && status == SCS_OK; ++index) {
        uint8_t frame[2] = {(uint8_t)request->text.data[index], 0};
        status = sink->write(sink->ctx, frame, 2);
        if (index == 0 && is(request->text, "crash later")) abort();
    }
    while (status == SCS_OK && is(request->text, "endless")) status = sink->write(sink->ctx, bytes, sizeof bytes);
    result->chars_done = request->text.size;
    result->node_id.size = (uint64_t)snprintf(result->node_id.data, result->node_id.capacity, "pid-%d", (int)getpid());
    return status;
}

static void cancel(void *i, scs_str request_id) { UNUSED(i), UNUSED(request_id); }

static int healthy;

static scs_status health(void *i, scs_health *it)
{
    UNUSED(i);
    if (healthy) return SCS_OK;
    it->state = SCS_HEALTH_DOWN;
    it->reason.size = (uint64_t)snprintf(it->reason.data, it->reason.capacity, "relay_unreachable");
    return SCS_OK;
}

static scs_status list_nodes(void *i, const scs_call *call, scs_emit_node emit, void *ctx, scs_error *error)
{
    scs_node node;
    scs_engine engine;
    const scs_engine *engines[] = {&engine};
    UNUSED(i), UNUSED(call), UNUSED(error);
    ZERO(engine);
    engine.name = str("far");
    ZERO(node);
    node.node_id = str("n1");
    node.address = str("host:1");
    node.status = SCS_NODE_ONLINE;
    node.engines = engines;
    node.engine_count = 1;
    node.inflight = 3;
    return emit(ctx, &node);
}

static scs_status evict(void *i, const scs_call *call, scs_bytes key, const scs_str *nodes, uint64_t count,
                        scs_emit_evict_outcome emit, void *ctx, scs_error *error)
{
    scs_status status = SCS_OK;
    UNUSED(i), UNUSED(call), UNUSED(error);
    host->metric_add(host->ctx, str("evictions_total"), 1, NULL, 0);
    for (uint64_t index = 0; index < count && status == SCS_OK; ++index) {
        scs_evict_outcome outcome;
        ZERO(outcome);
        outcome.outcome = key.size == 32 ? SCS_EVICT_DONE : SCS_EVICT_FAILED;
        outcome.node_id = nodes[index];
        status = emit(ctx, &outcome);
    }
    return status;
}

/* ---- auth: a credential that ends in its key's 32 bytes ---- */

struct forward {
    scs_emit_principal emit;
    void *ctx;
};

static scs_status pass(void *ctx, const scs_principal *principal)
{
    const struct forward *forward = ctx;
    return forward->emit(forward->ctx, principal);
}

static scs_status authenticate(void *i, const scs_call *call, scs_str credential, scs_emit_principal emit, void *ctx,
                               int32_t *decision, scs_error *error)
{
    struct forward forward = {emit, ctx};
    const scs_host_credentials *keys = host->get_extension(host->ctx, str(SCS_HOST_CREDENTIALS_1));
    scs_bytes hash = {(const uint8_t *)credential.data, credential.size};
    scs_status status;
    UNUSED(i);
    if (credential.size != 32) {
        *decision = SCS_AUTH_NOT_MINE;
        return SCS_OK;
    }
    if (keys == NULL) return SCS_UNSUPPORTED;
    status = keys->lookup(host->ctx, call, hash, pass, &forward, error);
    *decision = status == SCS_OK ? SCS_AUTH_ALLOW : status == SCS_NOT_FOUND ? SCS_AUTH_DENY : SCS_AUTH_UNAVAILABLE;
    return SCS_OK;
}

static scs_status exchange(void *i, const scs_call *call, scs_str token, scs_str audience, scs_str scope,
                           scs_emit_token emit, void *ctx, scs_error *error)
{
    scs_exchanged_token made;
    UNUSED(i), UNUSED(call), UNUSED(token), UNUSED(error);
    ZERO(made);
    made.token = audience;
    made.scope = scope;
    return emit(ctx, &made);
}

/* ---- preflight: counts ---- */

struct clip {
    uint64_t frames;
    double sum;
    uint32_t channels;
};

static scs_status open_clip(void *i, const scs_call *call, const scs_clip *clip, void **session, scs_error *error)
{
    struct clip *made = calloc(1, sizeof *made);
    UNUSED(i), UNUSED(call), UNUSED(error);
    made->channels = clip->channels;
    *session = made;
    return SCS_OK;
}

static scs_status push(void *i, const scs_call *call, void *session, const float *samples, uint64_t frames,
                       scs_error *error)
{
    struct clip *clip = session;
    UNUSED(i), UNUSED(call), UNUSED(error);
    for (uint64_t index = 0; index < frames * clip->channels; ++index) clip->sum += (double)samples[index];
    clip->frames += frames;
    return SCS_OK;
}

static scs_status measure(void *i, const scs_call *call, void *session, scs_emit_figures emit, void *ctx,
                          scs_error *error)
{
    scs_clip_figures figures;
    UNUSED(i), UNUSED(call), UNUSED(error);
    ZERO(figures);
    figures.duration_ns = (int64_t)((struct clip *)session)->frames;
    return emit(ctx, &figures);
}

static scs_status finish(void *i, const scs_call *call, void *session, scs_emit_check emit, void *ctx, scs_error *error)
{
    scs_check check;
    UNUSED(i), UNUSED(call), UNUSED(error);
    ZERO(check);
    check.check = str("sum");
    check.value = ((struct clip *)session)->sum;
    return emit(ctx, &check);
}

static void close_clip(void *i, void *session)
{
    UNUSED(i);
    free(session);
}

/* ---- transport ---- */

static scs_status start(void *i, const scs_call *call, scs_error *error)
{
    UNUSED(i), UNUSED(call), UNUSED(error);
    return SCS_OK;
}

static scs_status open_session(void *i, const scs_call *call, const scs_session_offer *offer, scs_emit_text emit,
                               void *ctx, scs_error *error)
{
    UNUSED(i), UNUSED(call), UNUSED(error);
    return emit(ctx, offer->sdp);
}

static scs_status add_candidate(void *i, const scs_call *call, uint64_t session, scs_str candidate, scs_error *error)
{
    UNUSED(i), UNUSED(call), UNUSED(candidate), UNUSED(error);
    return session == 1 ? SCS_OK : SCS_NOT_FOUND;
}

static void close_session(void *i, uint64_t session) { UNUSED(i), UNUSED(session); }
static void stop(void *i) { UNUSED(i); }

/* ---- the plugin ---- */

static const scs_backend backend = {sizeof backend, 0, describe, list_voices, synthesize, cancel, health};
static const scs_backend_nodes nodes = {sizeof nodes, 0, list_nodes, evict};
static const scs_auth auth = {sizeof auth, 0, authenticate};
static const scs_token_exchange tokens = {sizeof tokens, 0, exchange};
static const scs_preflight preflight = {sizeof preflight, 0, open_clip, push, measure, finish, close_clip};
static const scs_transport transport = {sizeof transport, 0, start, open_session, add_candidate, close_session, stop};

static const void *get_interface(scs_str id)
{
    if (is(id, SCS_BACKEND_1)) return &backend;
    if (is(id, SCS_BACKEND_NODES_1)) return &nodes;
    if (is(id, SCS_OBJECTS_1)) return &objects;
    if (is(id, SCS_DESTINATION_1)) return &destination;
    if (is(id, SCS_AUTH_1)) return &auth;
    if (is(id, SCS_TOKEN_EXCHANGE_1)) return &tokens;
    if (is(id, SCS_PREFLIGHT_1)) return &preflight;
    if (is(id, SCS_TRANSPORT_1)) return &transport;
    return NULL;
}

static int file_is_there(scs_str config)
{
    static const char key[] = "\"crash_while_there_is\":\"";
    char file[512];
    const char *begin = memmem(config.data, config.size, key, sizeof key - 1);
    const char *end;
    if (begin == NULL) return 0;
    begin += sizeof key - 1;
    end = memchr(begin, '"', (size_t)(config.data + config.size - begin));
    if (end == NULL || (size_t)(end - begin) >= sizeof file) return 0;
    memcpy(file, begin, (size_t)(end - begin));
    file[end - begin] = '\0';
    return access(file, F_OK) == 0;
}

static scs_status create(const scs_host *given, scs_str config, void **instance, scs_error *error)
{
    scs_field field;
    host = given;
    if (memmem(config.data, config.size, "\"crash\"", 7) != NULL) abort();
    if (file_is_there(config)) abort();
    healthy = memmem(config.data, config.size, "\"healthy\"", 9) != NULL;
    if (memmem(config.data, config.size, "\"refuse\"", 8) != NULL) return fail(error, SCS_INVALID_ARGUMENT, "");
    memset(&field, 0, sizeof field);
    field.key = str("answer");
    field.type = SCS_FIELD_INTEGER;
    field.integer = 42;
    host->log(host->ctx, SCS_LOG_INFO, str("made"), &field, 1);
    host->metric_add(host->ctx, str("made_total"), 1, NULL, 0);
    printf("said on standard output\n");
    fflush(stdout);
    *instance = &host;
    return SCS_OK;
}

static void destroy(void *instance) { UNUSED(instance); }

const scs_plugin *scaispeak_plugin_v1(void)
{
    static const scs_plugin plugin = {
        .struct_size = sizeof plugin,
        .abi_minor = SCS_ABI_MINOR,
        .abi_draft = SCS_ABI_DRAFT,
        .id = SCS_LITERAL("every-kind"),
        .name = SCS_LITERAL("Every kind"),
        .version = SCS_LITERAL(SCAISPEAK_PLUGIN_VERSION),
        .config_schema = SCS_LITERAL(SCAISPEAK_CONFIG_SCHEMA),
        .threading = SCS_THREADING_CONCURRENT,
        .create = create,
        .destroy = destroy,
        .get_interface = get_interface,
    };
    return &plugin;
}
