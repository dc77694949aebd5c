#include "check_lists.hpp"
#include "subject.hpp"

#include <scaispeak/preflight.h>

#include <cmath>
#include <limits>

namespace scaispeak::check {

namespace {

/// What was said of a clip.
struct Judged
{
    scs_status status = SCS_OK;
    std::size_t checks = 0;
    std::string fault;
};

scs_status takeFigures(void* into, const scs_clip_figures* figures)
{
    auto& fault = *static_cast<std::string*>(into);
    const auto sane = [](double value) { return std::isfinite(value) && std::abs(value) <= 120; };
    if ((figures->measured & 1U) != 0 && !sane(figures->peak_dbfs))
        fault = "peak_dbfs is not within -120..120";
    if ((figures->measured & 4U) != 0 && !sane(figures->snr_db)) fault = "snr_db is not within -120..120";
    if ((figures->measured & 2U) != 0 &&
        !(figures->voice_activity_ratio >= 0 && figures->voice_activity_ratio <= 1))
        fault = "voice_activity_ratio is not within 0..1";
    return SCS_OK;
}

scs_status takeCheck(void* into, const scs_check* check)
{
    auto& judged = *static_cast<Judged*>(into);
    ++judged.checks;
    if (check->passed != 0 && check->passed != 1) judged.fault = "passed is neither 0 nor 1";
    if (check->check.size == 0) judged.fault = "a check has no name";
    if (check->passed == 0 && check->fail_reason.size == 0)
        judged.fault = "a check did not pass and gives no fail_reason";
    if (check->has_value == SCS_MEASURED && !std::isfinite(check->value))
        judged.fault = "a value is no finite number";
    return SCS_OK;
}

Judged judge(Subject& subject, const std::vector<float>& samples, std::uint32_t rate)
{
    const auto& table = subject.plugin().interfaces.preflight;
    if (!table) throw NotOffered("judges no clips");
    const Instance instance(subject);
    const CallControl call;
    testing::CapturedError error;
    const scs_clip clip{sizeof(scs_clip), SCS_CLIP_REFERENCE, rate, 1, {}};
    void* session = nullptr;
    Judged judged;
    judged.status = table->open(instance.get(), call.raw(), &clip, &session, error.raw());
    if (judged.status != SCS_OK) return judged;
    for (std::size_t at = 0; at < samples.size() && judged.status == SCS_OK; at += 4801)
        judged.status = table->push(instance.get(), call.raw(), session, samples.data() + at,
                                    std::min<std::size_t>(4801, samples.size() - at), error.raw());
    if (judged.status == SCS_OK)
        judged.status =
            table->measure(instance.get(), call.raw(), session, &takeFigures, &judged.fault, error.raw());
    if (judged.status == SCS_OK)
        judged.status = table->finish(instance.get(), call.raw(), session, &takeCheck, &judged, error.raw());
    table->close(instance.get(), session);
    return judged;
}

std::string judged(Subject& subject, const std::vector<float>& samples)
{
    const Judged judged = judge(subject, samples, 24000);
    require(judged.status == SCS_OK, "a clip ends with status " + std::to_string(judged.status) +
                                         ": what is wrong with a clip is a check that did not pass");
    require(judged.fault.empty(), judged.fault);
    require(judged.checks > 0, "finish emits no check: the clip would pass unseen");
    return std::to_string(judged.checks) + " checks";
}

std::vector<float> tone(float volume)
{
    std::vector<float> samples(std::size_t{24000} * 6);
    for (std::size_t at = 0; at < samples.size(); ++at)
        samples[at] = volume * std::sin(static_cast<float>(at) * 0.05F);
    return samples;
}

std::string silence(Subject& subject)
{
    return judged(subject, tone(0));
}

std::string clipping(Subject& subject)
{
    return judged(subject, tone(4));
}

std::string notFinite(Subject& subject)
{
    auto samples = tone(0.5F);
    samples[1000] = std::numeric_limits<float>::quiet_NaN();
    samples[2000] = std::numeric_limits<float>::infinity();
    return judged(subject, samples);
}

std::string empty(Subject& subject)
{
    return judged(subject, {});
}

std::string wrongRate(Subject& subject)
{
    for (const std::uint32_t rate : {0U, 1U, 4'000'000'000U}) {
        const Judged judged = judge(subject, tone(0.1F), rate);
        require(judged.status != SCS_OK || judged.fault.empty(), judged.fault);
    }
    return {};
}

}  // namespace

Checks preflightChecks()
{
    return {
        {"preflight-silence", 2, 10, "A silent clip is judged with sane figures.", silence},
        {"preflight-clipping", 2, 10, "A clipped clip is judged with sane figures.", clipping},
        {"preflight-not-finite", 2, 10, "NaN and infinity are a fault of the clip, and get into no figure.",
         notFinite},
        {"preflight-empty", 2, 10, "An empty clip is judged.", empty},
        {"preflight-wrong-rate", 2, 10, "An impossible sample rate is survived.", wrongRate},
    };
}

}  // namespace scaispeak::check
