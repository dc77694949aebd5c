// The built plugin, as a host uses it. Usage: test_plugin PLUGIN.so
#include <scaispeak/preflight.h>
#include <scaispeak/testing/plugin_file.hpp>

#include <cmath>
#include <cstdio>
#include <exception>

namespace {

using namespace scaispeak::testing;

int failures = 0;

void expect(bool holds, const char* what)
{
    if (holds) return;
    ++failures;
    std::fprintf(stderr, "failed: %s\n", what);
}

struct Judged
{
    scs_status status = SCS_INTERNAL;
    int checks = 0;
    bool rejected = false;
    std::string reason;
};

scs_status take(void* ctx, const scs_check* check)
{
    auto& judged = *static_cast<Judged*>(ctx);
    ++judged.checks;
    if (check->passed == 1 || check->warning == 1) return SCS_OK;
    judged.rejected = true;
    judged.reason = text(check->fail_reason);
    return SCS_OK;
}

/// One clip of `samples`, mono, from open to close.
Judged judge(const PluginFile& plugin, const std::vector<float>& samples, std::uint32_t sampleRate = 16000)
{
    FakeHost host;
    const PluginInstance instance(plugin, host);
    const auto& preflight = *plugin.interface<scs_preflight>(SCS_PREFLIGHT_1);
    const scs_call call = host.call();
    scs_clip clip{};
    clip.struct_size = sizeof clip;
    clip.kind = SCS_CLIP_REFERENCE;
    clip.sample_rate = sampleRate;
    clip.channels = 1;
    CapturedError error;
    Judged judged;
    void* session = nullptr;
    judged.status = preflight.open(instance.get(), &call, &clip, &session, error.raw());
    if (judged.status != SCS_OK) return judged;
    judged.status =
        preflight.push(instance.get(), &call, session, samples.data(), samples.size(), error.raw());
    if (judged.status == SCS_OK)
        judged.status = preflight.finish(instance.get(), &call, session, take, &judged, error.raw());
    preflight.close(instance.get(), session);
    return judged;
}

void goodClip_passes(const PluginFile& plugin)
{
    const Judged judged = judge(plugin, std::vector<float>(16000, 0.5F));
    expect(judged.status == SCS_OK && judged.checks == 1 && !judged.rejected, "a good clip passes");
}

void clippedClip_isRejectedWithAReason(const PluginFile& plugin)
{
    for (const float peak : {1.0F, -1.0F, std::nanf("")}) {
        std::vector<float> samples(16000, 0.1F);
        samples[8000] = peak;
        const Judged judged = judge(plugin, samples);
        expect(judged.rejected && judged.reason == "preflight-example.clipped", "a clipped clip is rejected");
    }
}

void wrongRate_isRefused(const PluginFile& plugin)
{
    expect(judge(plugin, {}, 0).status == SCS_INVALID_ARGUMENT, "a rate of 0 Hz is refused");
}

}  // namespace

int main(int argc, char** argv)
try {
    if (argc != 2) throw std::runtime_error("usage: test_plugin PLUGIN.so");
    const PluginFile plugin(argv[1]);
    goodClip_passes(plugin);
    clippedClip_isRejectedWithAReason(plugin);
    wrongRate_isRefused(plugin);
    return failures == 0 ? 0 : 1;
}
catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
}
