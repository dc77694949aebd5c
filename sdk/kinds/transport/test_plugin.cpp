// The built plugin, as a host uses it. Usage: test_plugin PLUGIN.so
#include <scaispeak/host_extensions.h>
#include <scaispeak/testing/plugin_file.hpp>
#include <scaispeak/transport.h>

#include <chrono>
#include <condition_variable>
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

/// A host with sessions whose audio is silence without end. The extension gets the host as its context.
class SessionHost : public FakeHost
{
public:
    SessionHost()
    {
        _sessions.struct_size = sizeof _sessions;
        _sessions.read_audio = [](void* ctx, std::uint64_t, std::uint8_t*, std::uint64_t capacity,
                                  std::uint64_t* size, std::int64_t) -> scs_status {
            auto& self = *static_cast<SessionHost*>(static_cast<FakeHost*>(ctx));
            *size = capacity;
            const std::lock_guard lock(self._mutex);
            ++self._reads;
            self._changed.notify_all();
            return SCS_OK;
        };
        _sessions.control = [](void*, std::uint64_t, scs_str, scs_emit_text, void*) -> scs_status {
            return SCS_OK;
        };
        _sessions.report = [](void*, std::uint64_t, std::int32_t, const scs_error_info*) {};
        offer(SCS_HOST_SESSIONS_1, &_sessions);
    }

    bool waitForReads(int count)
    {
        std::unique_lock lock(_mutex);
        return _changed.wait_for(lock, std::chrono::seconds(10), [&] { return _reads >= count; });
    }
    int reads()
    {
        const std::lock_guard lock(_mutex);
        return _reads;
    }

private:
    scs_host_sessions _sessions{};
    std::mutex _mutex;
    std::condition_variable _changed;
    int _reads = 0;
};

scs_status open(const scs_transport& transport, void* instance, FakeHost& host, std::string& answer)
{
    const scs_call call = host.call();
    CapturedError error;
    scs_session_offer offer{};
    offer.struct_size = sizeof offer;
    offer.session = 7;
    offer.sample_rate = 24000;
    offer.channels = 1;
    const auto take = [](void* ctx, scs_str sdp) -> scs_status {
        *static_cast<std::string*>(ctx) = text(sdp);
        return SCS_OK;
    };
    return transport.open_session(instance, &call, &offer, take, &answer, error.raw());
}

void session_pullsAudioUntilItIsClosed(const PluginFile& plugin)
{
    SessionHost host;
    const PluginInstance instance(plugin, host);
    const auto& transport = *plugin.interface<scs_transport>(SCS_TRANSPORT_1);
    const scs_call call = host.call();
    CapturedError error;
    std::string answer;
    expect(transport.start(instance.get(), &call, error.raw()) == SCS_OK, "it starts");
    expect(open(transport, instance.get(), host, answer) == SCS_OK && !answer.empty(),
           "an offer is answered");
    expect(host.waitForReads(3), "audio is pulled");
    transport.close_session(instance.get(), 7);
    const int reads = host.reads();
    expect(transport.add_candidate(instance.get(), &call, 7, {}, error.raw()) == SCS_NOT_FOUND,
           "a session that was closed is gone");
    transport.close_session(instance.get(), 7);
    transport.stop(instance.get());
    expect(host.reads() == reads, "nothing is pulled after the end");
}

void stop_endsWhatStillStreams(const PluginFile& plugin)
{
    SessionHost host;
    const PluginInstance instance(plugin, host);
    const auto& transport = *plugin.interface<scs_transport>(SCS_TRANSPORT_1);
    std::string answer;
    expect(open(transport, instance.get(), host, answer) == SCS_OK, "a session is opened");
    expect(host.waitForReads(1), "audio is pulled");
    transport.stop(instance.get());
    const int reads = host.reads();
    transport.stop(instance.get());
    expect(host.reads() == reads, "stop ends every session");
}

}  // namespace

int main(int argc, char** argv)
try {
    if (argc != 2) throw std::runtime_error("usage: test_plugin PLUGIN.so");
    const PluginFile plugin(argv[1]);
    session_pullsAudioUntilItIsClosed(plugin);
    stop_endsWhatStillStreams(plugin);
    return failures == 0 ? 0 : 1;
}
catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
}
