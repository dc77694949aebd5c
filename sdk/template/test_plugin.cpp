// The built plugin, as a host uses it. Usage: test_plugin PLUGIN.so
#include <scaispeak/testing/plugin_file.hpp>
#include <scaispeak/testing/recording_sink.hpp>

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

void speaking_pushesAudioAndAMarkForEachWord(const PluginFile& plugin)
{
    FakeHost host;
    const PluginInstance instance(plugin, host);
    Spoken spoken;
    speak(*plugin.interface<scs_backend>(SCS_BACKEND_1), instance.get(), host, "example", "two words",
          spoken);
    expect(spoken.status == SCS_OK, "a text is spoken");
    expect(spoken.sink.begins == 1, "begin comes once");
    expect(spoken.sink.events.size() == 2, "each word has its mark");
    expect(spoken.sink.samples().size() == spoken.result.frames, "the result says how much was pushed");
    expect(spoken.result.chars_done == 9, "the result says how much was spoken");
}

void speaking_stopsWhenNoMoreIsWanted(const PluginFile& plugin)
{
    FakeHost host;
    const PluginInstance instance(plugin, host);
    const scs_backend& backend = *plugin.interface<scs_backend>(SCS_BACKEND_1);
    Spoken refused;
    refused.sink.stopAfterWrites = 1;
    speak(backend, instance.get(), host, "example", "one two three", refused);
    expect(refused.status == SCS_CLOSED && refused.sink.writes == 2, "it returns what a push answered");
    Spoken cancelled;
    host.stopCalls(SCS_CANCELLED);
    speak(backend, instance.get(), host, "example", "one two three", cancelled);
    expect(cancelled.status == SCS_CANCELLED && cancelled.sink.writes == 0,
           "it polls whether its call is wanted");
}

void unknownVoice_isRefusedWithAReason(const PluginFile& plugin)
{
    FakeHost host;
    const PluginInstance instance(plugin, host);
    Spoken spoken;
    speak(*plugin.interface<scs_backend>(SCS_BACKEND_1), instance.get(), host, "nobody", "words", spoken);
    expect(spoken.status == SCS_UNSUPPORTED, "an unknown voice is unsupported");
    expect(spoken.error.reason == "backend-example.unknown_voice", "and the error says so");
}

}  // namespace

int main(int argc, char** argv)
try {
    if (argc != 2) throw std::runtime_error("usage: test_plugin PLUGIN.so");
    const PluginFile plugin(argv[1]);
    speaking_pushesAudioAndAMarkForEachWord(plugin);
    speaking_stopsWhenNoMoreIsWanted(plugin);
    unknownVoice_isRefusedWithAReason(plugin);
    return failures == 0 ? 0 : 1;
}
catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
}
