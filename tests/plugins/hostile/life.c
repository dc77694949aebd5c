/* Sins of create, destroy, describe, list_voices, health and cancel. */
#include "hostile.h"

#include <stdlib.h>
#include <string.h>

/* ---- create and destroy ---- */

static scs_status throw_from_create(scs_error *error)
{
    (void)error;
    hostile_throw();
    return SCS_OK;
}
const struct sin create_throws = {.create = throw_from_create};

static scs_status fail_silently(scs_error *error)
{
    (void)error;
    return SCS_INTERNAL;
}
const struct sin create_fails_silently = {.create = fail_silently};

static scs_status fail_with_bytes(scs_error *error)
{
    return hostile_fail(error, SCS_INVALID_ARGUMENT, "No Word!", "\xff\xfe never text \xc0\x80");
}
const struct sin create_fails_without_text = {.create = fail_with_bytes};

static scs_status unknown_status(scs_error *error)
{
    (void)error;
    return 4711;
}
const struct sin create_of_unknown_status = {.create = unknown_status};

static void throw_from_destroy(void) { hostile_throw(); }
const struct sin destroy_throws = {.destroy = throw_from_destroy};

/* ---- describe ---- */

static scs_status throw_from_describe(scs_emit_engine emit, void *emit_ctx)
{
    (void)emit, (void)emit_ctx;
    hostile_throw();
    return SCS_OK;
}
const struct sin describe_throws = {.describe = throw_from_describe};

static scs_status no_engine(scs_emit_engine emit, void *emit_ctx)
{
    (void)emit, (void)emit_ctx;
    return SCS_OK;
}
const struct sin describe_nothing = {.describe = no_engine};

static scs_status no_voices_in_a_file(scs_emit_engine emit, void *emit_ctx)
{
    const scs_engine engine = hostile_engine("../../etc");
    return emit(emit_ctx, &engine);
}
const struct sin describe_a_path = {.describe = no_voices_in_a_file};

static scs_status countless_languages(scs_emit_engine emit, void *emit_ctx)
{
    scs_engine engine = hostile_engine("countless");
    engine.language_count = UINT64_C(1) << 60;
    return emit(emit_ctx, &engine);
}
const struct sin describe_countless_languages = {.describe = countless_languages};

static scs_status absurd_rate(scs_emit_engine emit, void *emit_ctx)
{
    static const uint32_t rates[] = {4000000000U};
    scs_engine engine = hostile_engine("absurd");
    engine.sample_rates = rates;
    return emit(emit_ctx, &engine);
}
const struct sin describe_absurd_rate = {.describe = absurd_rate};

static scs_status endless_concurrency(scs_emit_engine emit, void *emit_ctx)
{
    scs_engine engine = hostile_engine("hostile-describe-huge-concurrency");
    engine.max_concurrency = UINT32_MAX;
    engine.features = UINT32_MAX;
    return emit(emit_ctx, &engine);
}
const struct sin describe_huge_concurrency = {.describe = endless_concurrency};

/* ---- voices; a right one was emitted before ---- */

static scs_status throw_from_voices(scs_emit_voice emit, void *emit_ctx)
{
    (void)emit, (void)emit_ctx;
    hostile_throw();
    return SCS_OK;
}
const struct sin voices_throw = {.list_voices = throw_from_voices};

static scs_status same_voice(scs_emit_voice emit, void *emit_ctx)
{
    const scs_voice voice = hostile_voice("hostile-voices-twice");
    return emit(emit_ctx, &voice);
}
const struct sin voices_twice = {.list_voices = same_voice};

static scs_status bytes_as_text(scs_emit_voice emit, void *emit_ctx)
{
    scs_voice voice = hostile_voice("hostile-\xff");
    scs_status status = emit(emit_ctx, &voice);
    voice = hostile_voice("hostile-right-name");
    voice.display_name = hostile_text("line\nfeed \x1b[31m");
    return status == SCS_OK ? emit(emit_ctx, &voice) : status;
}
const struct sin voices_without_text = {.list_voices = bytes_as_text};

static scs_status huge_text(scs_emit_voice emit, void *emit_ctx)
{
    const uint64_t size = UINT64_C(8) << 20;
    char *text = malloc(size);
    scs_voice voice = hostile_voice("hostile-huge");
    scs_status status;
    memset(text, 'a', size);
    voice.description.data = text;
    voice.description.size = size;
    status = emit(emit_ctx, &voice);
    free(text);
    return status;
}
const struct sin voices_of_huge_text = {.list_voices = huge_text};

/* Goes on when it is told to stop, and says that all went well. */
static scs_status a_million(scs_emit_voice emit, void *emit_ctx)
{
    char name[] = "v0000000";
    for (uint32_t number = 0; number < 1000000; ++number) {
        scs_voice voice;
        for (uint32_t digit = 7, rest = number; digit > 0; --digit, rest /= 10)
            name[digit] = (char)('0' + rest % 10);
        voice = hostile_voice(name);
        emit(emit_ctx, &voice);
    }
    return SCS_OK;
}
const struct sin voices_a_million = {.list_voices = a_million};

static scs_emit_voice kept_emit;
static void *kept_ctx;
static scs_status keep_emit(scs_emit_voice emit, void *emit_ctx)
{
    kept_emit = emit;
    kept_ctx = emit_ctx;
    return SCS_OK;
}
static scs_status emit_later(const speech *speech)
{
    const scs_voice voice = hostile_voice("hostile-later");
    hostile_count("emitted_later", kept_emit(kept_ctx, &voice) == SCS_CLOSED ? 1 : 1000);
    return hostile_speak_well(speech);
}
const struct sin voices_later = {.list_voices = keep_emit, .synthesize = emit_later};

/* ---- health and cancel ---- */

static scs_status throw_from_health(scs_health *health)
{
    (void)health;
    hostile_throw();
    return SCS_OK;
}
const struct sin health_throws = {.health = throw_from_health};

static scs_status lying_buffers(scs_health *health)
{
    static char elsewhere[] = "elsewhere";
    health->state = 99;
    health->reason.data = elsewhere;
    health->reason.size = UINT64_C(1) << 62;
    health->reason.capacity = UINT64_C(1) << 62;
    health->message.size = UINT64_C(1) << 62;
    return SCS_OK;
}
const struct sin health_lies = {.health = lying_buffers};

static void throw_from_cancel(void) { hostile_throw(); }
static scs_status until_stopped(const speech *speech)
{
    scs_status status = hostile_begin(speech);
    while (status == SCS_OK && (status = hostile_write(speech, 20)) == SCS_OK)
        hostile_sleep(10);
    return status;
}
const struct sin cancel_throws = {.synthesize = until_stopped, .cancel = throw_from_cancel};

/* ---- authenticate ---- */

static scs_principal somebody(void)
{
    scs_principal principal = {0};
    principal.struct_size = sizeof principal;
    principal.kind = SCS_CREDENTIAL_JWT;
    principal.tenant_id = hostile_text("tnt_victim");
    principal.user_id = hostile_text("usr_victim");
    return principal;
}

static scs_status throw_from_auth(scs_emit_principal emit, void *emit_ctx, int32_t *decision)
{
    const scs_principal principal = somebody();
    emit(emit_ctx, &principal);
    *decision = SCS_AUTH_ALLOW;
    hostile_throw();
    return SCS_OK;
}
const struct sin auth_throws = {.authenticate = throw_from_auth};

static scs_status allow_nobody(scs_emit_principal emit, void *emit_ctx, int32_t *decision)
{
    (void)emit, (void)emit_ctx;
    *decision = SCS_AUTH_ALLOW;
    return SCS_OK;
}
const struct sin auth_allows_nobody = {.authenticate = allow_nobody};

static scs_status allow_two(scs_emit_principal emit, void *emit_ctx, int32_t *decision)
{
    const scs_principal principal = somebody();
    emit(emit_ctx, &principal);
    emit(emit_ctx, &principal);
    *decision = SCS_AUTH_ALLOW;
    return SCS_OK;
}
const struct sin auth_allows_two = {.authenticate = allow_two};

static scs_status allow_bytes(scs_emit_principal emit, void *emit_ctx, int32_t *decision)
{
    scs_principal principal = somebody();
    principal.tenant_id = hostile_text("tnt_\xff\n");
    emit(emit_ctx, &principal);
    *decision = SCS_AUTH_ALLOW;
    return SCS_OK;
}
const struct sin auth_allows_bytes = {.authenticate = allow_bytes};

static scs_status allow_expired(scs_emit_principal emit, void *emit_ctx, int32_t *decision)
{
    scs_principal principal = somebody();
    principal.expires_unix_ns = 1;
    emit(emit_ctx, &principal);
    *decision = SCS_AUTH_ALLOW;
    return SCS_OK;
}
const struct sin auth_allows_expired = {.authenticate = allow_expired};

static scs_status allow_and_fail(scs_emit_principal emit, void *emit_ctx, int32_t *decision)
{
    const scs_principal principal = somebody();
    emit(emit_ctx, &principal);
    *decision = SCS_AUTH_ALLOW;
    return SCS_INTERNAL;
}
const struct sin auth_allows_and_fails = {.authenticate = allow_and_fail};

static scs_status unknown_decision(scs_emit_principal emit, void *emit_ctx, int32_t *decision)
{
    (void)emit, (void)emit_ctx;
    *decision = 77;
    return SCS_OK;
}
const struct sin auth_of_unknown_decision = {.authenticate = unknown_decision};
