#include "hostile.h"

#include <string.h>
#include <time.h>

const scs_host *hostile_host;

scs_str hostile_text(const char *text)
{
    scs_str str = {text, strlen(text)};
    return str;
}

scs_engine hostile_engine(const char *name)
{
    static const scs_str languages[] = {SCS_LITERAL("en")};
    static const uint32_t rates[] = {HOSTILE_RATE};
    scs_engine engine = {0};
    engine.struct_size = sizeof engine;
    engine.features = SCS_ENGINE_PRESET;
    engine.name = hostile_text(name);
    engine.languages = languages;
    engine.language_count = 1;
    engine.sample_rates = rates;
    engine.sample_rate_count = 1;
    engine.max_concurrency = 4;
    return engine;
}

scs_voice hostile_voice(const char *name)
{
    scs_voice voice = {0};
    voice.struct_size = sizeof voice;
    voice.name = hostile_text(name);
    voice.language = hostile_text("en");
    return voice;
}

scs_status hostile_begin(const speech *speech)
{
    return speech->sink->begin(speech->sink->ctx, SCS_ENCODING_PCM_S16, HOSTILE_RATE, 1);
}

scs_status hostile_write(const speech *speech, uint32_t milliseconds)
{
    int16_t samples[HOSTILE_RATE / 1000];
    scs_status status = SCS_OK;
    for (uint32_t done = 0; done < milliseconds && status == SCS_OK; ++done) {
        for (uint32_t frame = 0; frame < HOSTILE_RATE / 1000; ++frame)
            samples[frame] = (int16_t)((done * (HOSTILE_RATE / 1000) + frame) % 1200) - 600;
        status = speech->sink->write(speech->sink->ctx, (const uint8_t *)samples, sizeof samples);
    }
    return status;
}

scs_status hostile_speak_well(const speech *speech)
{
    scs_status status = hostile_begin(speech);
    if (status == SCS_OK) status = hostile_write(speech, 200);
    speech->result->frames = HOSTILE_RATE / 5;
    return status;
}

void hostile_count(const char *name, double amount)
{
    char full[64] = "hostile_";
    strncat(full, name, sizeof full - strlen(full) - 1);
    hostile_host->metric_add(hostile_host->ctx, hostile_text(full), amount, 0, 0);
}

scs_status hostile_fail(scs_error *error, scs_status status, const char *reason, const char *message)
{
    scs_error_info info = {0};
    info.struct_size = sizeof info;
    info.reason = hostile_text(reason);
    info.public_message = hostile_text(message);
    info.internal_message = hostile_text(message);
    hostile_host->error_set(hostile_host->ctx, error, &info);
    return status;
}

void hostile_sleep(uint32_t milliseconds)
{
    struct timespec time = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000L};
    nanosleep(&time, 0);
}
