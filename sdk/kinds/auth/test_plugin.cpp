// The built plugin, as a host uses it. Usage: test_plugin PLUGIN.so
#include <scaispeak/auth.h>
#include <scaispeak/testing/plugin_file.hpp>

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

struct Asked
{
    scs_status status = SCS_INTERNAL;
    std::int32_t decision = SCS_AUTH_UNAVAILABLE;
    int principals = 0;
    CapturedError error;
};

Asked ask(const PluginFile& plugin, std::string_view credential)
{
    FakeHost host;
    const PluginInstance instance(plugin, host);
    const scs_call call = host.call();
    const auto count = [](void* ctx, const scs_principal*) -> scs_status {
        ++*static_cast<int*>(ctx);
        return SCS_OK;
    };
    Asked asked;
    asked.status = plugin.interface<scs_auth>(SCS_AUTH_1)
                       ->authenticate(instance.get(), &call, raw(credential), count, &asked.principals,
                                      &asked.decision, asked.error.raw());
    return asked;
}

void credentialOfAnotherKind_isLeftToTheNextPlugin(const PluginFile& plugin)
{
    const Asked asked = ask(plugin, "sgk_of_somebody_else");
    expect(asked.status == SCS_OK && asked.decision == SCS_AUTH_NOT_MINE, "another kind is not mine");
}

void badCredential_isDenied(const PluginFile& plugin)
{
    const Asked asked = ask(plugin, "example_that_nobody_gave_out");
    expect(asked.status == SCS_OK && asked.decision == SCS_AUTH_DENY, "a bad credential is denied");
    expect(asked.principals == 0, "and names nobody");
}

}  // namespace

int main(int argc, char** argv)
try {
    if (argc != 2) throw std::runtime_error("usage: test_plugin PLUGIN.so");
    const PluginFile plugin(argv[1]);
    credentialOfAnotherKind_isLeftToTheNextPlugin(plugin);
    badCredential_isDenied(plugin);
    return failures == 0 ? 0 : 1;
}
catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
}
