#pragma once

#include "../preflight.h"
#include "guard.hpp"

#include <memory>

namespace scaispeak {

/// A clip that is about to be pushed. `text` is borrowed until open returns.
struct Clip
{
    std::int32_t kind = 0;  ///< SCS_CLIP_...
    std::uint32_t sampleRate = 0;
    std::uint32_t channels = 0;
    std::string_view text;
};

/// Figures so far; one without a value was not measured.
struct ClipFigures
{
    std::chrono::nanoseconds duration{0};
    std::optional<double> peakDbfs;
    std::optional<double> voiceActivityRatio;
    std::optional<double> snrDb;
};

/// The outcome of one check: see scs_check.
struct Check
{
    std::string check;
    bool passed = false;
    bool warning = false;
    std::optional<double> value;
    double threshold = 0;
    std::string unit;
    std::string failReason;
    std::string hint;
};

/// One clip on its way through. One thread at a time; destroyed by close, finished or not.
class PreflightSession
{
public:
    virtual ~PreflightSession() = default;
    /// Interleaved, whole frames.
    virtual void push(const Call& call, Span<const float> samples) = 0;
    virtual ClipFigures measure(const Call& call) = 0;
    virtual void finish(const Call& call, Emit<Check>& emit) = 0;
};

/// Is this clip good enough?
class Preflight
{
public:
    virtual ~Preflight() = default;
    virtual std::unique_ptr<PreflightSession> open(const Call& call, const Clip& clip) = 0;
};

template <>
struct Wire<ClipFigures>
{
    using type = scs_clip_figures;
    template <class Use>
    static scs_status with(const ClipFigures& figures, Use&& use)
    {
        auto wire = newStruct<scs_clip_figures>();
        wire.measured =
            (figures.peakDbfs ? 1U : 0U) | (figures.voiceActivityRatio ? 2U : 0U) | (figures.snrDb ? 4U : 0U);
        wire.duration_ns = figures.duration.count();
        wire.peak_dbfs = figures.peakDbfs.value_or(0);
        wire.voice_activity_ratio = figures.voiceActivityRatio.value_or(0);
        wire.snr_db = figures.snrDb.value_or(0);
        return use(wire);
    }
};

template <>
struct Wire<Check>
{
    using type = scs_check;
    template <class Use>
    static scs_status with(const Check& check, Use&& use)
    {
        auto wire = newStruct<scs_check>();
        wire.passed = check.passed ? 1 : 0;
        wire.check = str(check.check);
        wire.has_value = check.value ? SCS_MEASURED : SCS_MEASURED_NULL;
        wire.warning = check.warning ? 1 : 0;
        wire.value = check.value.value_or(0);
        wire.threshold = check.threshold;
        wire.unit = str(check.unit);
        wire.fail_reason = str(check.failReason);
        wire.hint = str(check.hint);
        return use(wire);
    }
};

namespace detail {

struct OpenClip
{
    std::unique_ptr<PreflightSession> session;
    std::uint32_t channels;
};

template <class Plugin>
struct PreflightEntry
{
    static scs_status open(void* instance, const scs_call* call, const scs_clip* clip, void** out,
                           scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Preflight& preflight, const Call& wrapped) {
            const scs_clip raw = readStruct(clip);
            auto session = preflight.open(wrapped, {raw.kind, raw.sample_rate, raw.channels, view(raw.text)});
            if (!session) throw Error(Status::Internal, {}, {}, "open made no session");
            *out = new OpenClip{std::move(session), raw.channels};
            return Status::Ok;
        });
    }

    static scs_status push(void* instance, const scs_call* call, void* session, const float* samples,
                           std::uint64_t frames, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Preflight&, const Call& wrapped) {
            auto& clip = *static_cast<OpenClip*>(session);
            clip.session->push(wrapped, {samples, static_cast<std::size_t>(frames * clip.channels)});
            return Status::Ok;
        });
    }

    static scs_status measure(void* instance, const scs_call* call, void* session, scs_emit_figures function,
                              void* ctx, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Preflight&, const Call& wrapped) {
            Emit<ClipFigures> emit(function, ctx);
            emit(static_cast<OpenClip*>(session)->session->measure(wrapped));
            return emit.status();
        });
    }

    static scs_status finish(void* instance, const scs_call* call, void* session, scs_emit_check function,
                             void* ctx, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Preflight&, const Call& wrapped) {
            Emit<Check> emit(function, ctx);
            static_cast<OpenClip*>(session)->session->finish(wrapped, emit);
            return emit.status();
        });
    }

    static void close(void* instance, void* session) noexcept
    {
        guardedVoid<Plugin>(instance, "close", [&](Preflight&) { delete static_cast<OpenClip*>(session); });
    }

    static constexpr scs_preflight table() noexcept
    {
        return {sizeof(scs_preflight), 0, &open, &push, &measure, &finish, &close};
    }
};

}  // namespace detail
}  // namespace scaispeak
