/* Measures the peak of a clip and wants a tenth of a second, but for SIN_<...>. */
#include "unfit.h"

#include <math.h>

typedef struct clip
{
    double peak;
    uint64_t frames;
    uint32_t rate;
    int broken;
} clip;

static void* make_state(void)
{
    return 0;
}

static void free_state(void* state)
{
    UNUSED(state);
}

static scs_status open_clip(void* instance, const scs_call* call, const scs_clip* given, void** session,
                            scs_error* error)
{
    clip* made;
    UNUSED(call);
#if defined(SIN_BELIEVES_RATE)
    if (given->sample_rate == 0) abort();
#else
    if (given->sample_rate < 8000 || given->sample_rate > 192000)
        return refuse(instance, error, SCS_INVALID_ARGUMENT, string_of("a sample rate that there is not"));
#endif
    made = calloc(1, sizeof *made);
    if (made == 0) return SCS_INTERNAL;
    made->rate = given->sample_rate;
    *session = made;
    UNUSED(instance), UNUSED(error);
    return SCS_OK;
}

static scs_status push(void* instance, const scs_call* call, void* session, const float* samples, uint64_t frames,
                       scs_error* error)
{
    clip* self = session;
    UNUSED(instance), UNUSED(call), UNUSED(error);
    for (uint64_t index = 0; index < frames; ++index) {
#if defined(SIN_MEASURES_NAN)
        if (!(fabsf(samples[index]) <= self->peak)) self->peak = fabsf(samples[index]);
#else
        if (!isfinite(samples[index]))
            self->broken = 1;
        else if (fabsf(samples[index]) > self->peak)
            self->peak = fabsf(samples[index]);
#endif
    }
    self->frames += frames;
#if defined(SIN_REFUSES_CLIPPING)
    if (self->peak > 1) return refuse(instance, error, SCS_INVALID_ARGUMENT, string_of("clipped"));
#endif
    return SCS_OK;
}

static double decibels(double peak)
{
#if defined(SIN_ENDLESS_DECIBELS)
    return 20 * log10(peak);
#else
    return peak > 1e-6 ? 20 * log10(peak) : -120;
#endif
}

static scs_status measure(void* instance, const scs_call* call, void* session, scs_emit_figures emit, void* emit_ctx,
                          scs_error* error)
{
    const clip* self = session;
    scs_clip_figures figures;
    UNUSED(instance), UNUSED(call), UNUSED(error);
    memset(&figures, 0, sizeof figures);
    figures.struct_size = sizeof figures;
    figures.measured = self->frames == 0 ? 0 : 1;
    figures.duration_ns = (int64_t)(self->frames * 1000000000ULL / self->rate);
    figures.peak_dbfs = decibels(self->peak);
    return emit(emit_ctx, &figures);
}

static scs_status finish(void* instance, const scs_call* call, void* session, scs_emit_check emit, void* emit_ctx,
                         scs_error* error)
{
    const clip* self = session;
    scs_check check;
    UNUSED(instance), UNUSED(call), UNUSED(error);
#if defined(SIN_EMPTY_PASSES)
    if (self->frames == 0) return SCS_OK;
#endif
    memset(&check, 0, sizeof check);
    check.struct_size = sizeof check;
    check.check = string_of("duration");
    check.has_value = SCS_MEASURED;
    check.value = (double)self->frames / self->rate;
    check.threshold = 0.1;
    check.unit = string_of("s");
    check.passed = self->broken == 0 && check.value >= check.threshold;
    if (!check.passed) check.fail_reason = string_of(SCAISPEAK_PLUGIN_ID ".not_good");
    return emit(emit_ctx, &check);
}

static void close_clip(void* instance, void* session)
{
    UNUSED(instance);
    free(session);
}

static const scs_preflight table = {sizeof table, 0, open_clip, push, measure, finish, close_clip};

PLUGIN_OF(SCS_PREFLIGHT_1, table)
