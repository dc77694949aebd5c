// Says whether a clip is good enough. Until you put your checks in, it has one: no sample may be at full
// scale.
#include <scaispeak/plugin.hpp>

#include <config_schema.h>

#include <cmath>

namespace {

constexpr double fullScale = 0.999;

class Session : public scaispeak::PreflightSession
{
public:
    explicit Session(const scaispeak::Clip& clip) : _sampleRate(clip.sampleRate), _channels(clip.channels) {}

    void push(const scaispeak::Call&, scaispeak::Span<const float> samples) override
    {
        _samples += samples.size();
        for (const float sample : samples) {
            // What is no number is a fault of the clip, and as loud as can be.
            const double size = std::isfinite(sample) ? std::fabs(sample) : 1.0;
            if (size > _peak) _peak = size;
        }
    }

    scaispeak::ClipFigures measure(const scaispeak::Call&) override
    {
        scaispeak::ClipFigures figures;
        figures.duration = std::chrono::nanoseconds(_samples / _channels * 1'000'000'000 / _sampleRate);
        if (_peak > 0) figures.peakDbfs = decibels();
        return figures;
    }

    void finish(const scaispeak::Call&, scaispeak::Emit<scaispeak::Check>& emit) override
    {
        scaispeak::Check check;
        check.check = "clipping";
        check.passed = _peak < fullScale;
        if (_peak > 0) check.value = decibels();
        check.threshold = 20 * std::log10(fullScale);
        check.unit = "dB";
        if (!check.passed) {
            check.failReason = "preflight-example.clipped";
            check.hint = "lower the recording gain";
        }
        emit(check);
    }

private:
    double decibels() const { return std::fmax(-120, 20 * std::log10(_peak)); }

    const std::uint64_t _sampleRate;
    const std::uint64_t _channels;
    std::uint64_t _samples = 0;
    double _peak = 0;
};

class Example : public scaispeak::Preflight
{
public:
    // The configuration is JSON text that fits config_schema.json: read it with the JSON library you like.
    Example(const scaispeak::Host&, std::string_view) {}

    std::unique_ptr<scaispeak::PreflightSession> open(const scaispeak::Call&,
                                                      const scaispeak::Clip& clip) override
    {
        if (clip.sampleRate < 8000 || clip.sampleRate > 192000 || clip.channels < 1 || clip.channels > 8)
            throw scaispeak::Error(scaispeak::Status::InvalidArgument, "preflight-example.bad_format",
                                   "a clip has 8000 to 192000 Hz and 1 to 8 channels: convert it");
        return std::make_unique<Session>(clip);
    }
};

constexpr scaispeak::PluginInfo info{SCAISPEAK_PLUGIN_ID,
                                     "Example",
                                     SCAISPEAK_PLUGIN_VERSION,
                                     "Your name",
                                     "Apache-2.0",
                                     SCAISPEAK_CONFIG_SCHEMA,
                                     scaispeak::Threading::Concurrent};

}  // namespace

SCAISPEAK_PLUGIN(Example, info)
