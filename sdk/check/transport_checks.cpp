#include "check_lists.hpp"
#include "process_use.hpp"
#include "subject.hpp"

#include <scaispeak/host_extensions.h>
#include <scaispeak/transport.h>

#include <chrono>
#include <thread>

namespace scaispeak::check {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// The extension gets the host table's context, which has no room for the check's own; the check is alone in
// its process.
std::atomic<int> reads{0};

scs_status readAudio(void*, std::uint64_t, std::uint8_t* data, std::uint64_t capacity, std::uint64_t* size,
                     std::int64_t)
{
    ++reads;
    std::this_thread::sleep_for(milliseconds(1));
    *size = std::min<std::uint64_t>(capacity, 960) / 2 * 2;
    std::fill_n(data, *size, std::uint8_t{1});
    return SCS_OK;
}

scs_status control(void*, std::uint64_t, scs_str, scs_status (*)(void*, scs_str), void*)
{
    return SCS_OK;
}

void report(void*, std::uint64_t, std::int32_t, const scs_error_info*) {}

constexpr scs_host_sessions sessions{sizeof(scs_host_sessions), 0, &readAudio, &control, &report};

const scs_transport& transportOf(Subject& subject)
{
    const auto& table = subject.plugin().interfaces.transport;
    if (!table) throw NotOffered("is no transport");
    return *table;
}

void openSessions(const scs_transport& transport, Instance& instance)
{
    const CallControl call;
    testing::CapturedError error;
    require(transport.start(instance.get(), call.raw(), error.raw()) == SCS_OK,
            "start fails: " + error.publicMessage);
    for (std::uint64_t session = 1; session <= 4; ++session) {
        scs_session_offer offer{};
        offer.struct_size = sizeof offer;
        offer.sample_rate = 48000;
        offer.channels = 1;
        offer.session = session;
        offer.session_id = SCS_LITERAL("ses_check");
        offer.sdp = SCS_LITERAL("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
        const auto take = [](void*, scs_str) -> scs_status { return SCS_OK; };
        const scs_status status =
            transport.open_session(instance.get(), call.raw(), &offer, take, nullptr, error.raw());
        if (status != SCS_OK) throw Unmet("the transport takes no plain offer: " + error.publicMessage);
    }
}

std::string stopWhileStreaming(Subject& subject)
{
    const scs_transport& transport = transportOf(subject);
    Instance instance(subject, [](CheckHost& host) { host.offer(SCS_HOST_SESSIONS_1, &sessions); });
    const ProcessUse before = processUse();
    openSessions(transport, instance);
    const auto limit = Clock::now() + std::chrono::seconds(3);
    while (reads < 20 && Clock::now() < limit)
        std::this_thread::sleep_for(milliseconds(1));
    if (reads < 20) throw Unmet("the transport pulls no audio for a plain offer");
    const auto begin = Clock::now();
    transport.stop(instance.get());
    require(Clock::now() - begin < std::chrono::seconds(2), "stop takes longer than 2 s");
    const int after = reads;
    std::this_thread::sleep_for(milliseconds(100));
    require(reads == after, "audio is pulled after stop returned");
    require(settledUse(before).threads <= before.threads, "threads of the transport run after stop");
    return {};
}

std::string unknownSessions(Subject& subject)
{
    const scs_transport& transport = transportOf(subject);
    Instance instance(subject);
    const CallControl call;
    testing::CapturedError error;
    require(transport.start(instance.get(), call.raw(), error.raw()) == SCS_OK,
            "start fails: " + error.publicMessage);
    require(transport.add_candidate(instance.get(), call.raw(), 77, SCS_LITERAL("candidate"), error.raw()) !=
                SCS_OK,
            "takes a candidate for a session that is not there: say SCS_NOT_FOUND");
    transport.close_session(instance.get(), 77);
    transport.stop(instance.get());
    return {};
}

}  // namespace

Checks transportChecks()
{
    return {
        {"transport-stop", 2, 15, "It stops in the middle of four streams, and nothing of it runs on.",
         stopWhileStreaming},
        {"transport-unknown", 2, 10, "A session that is not there is survived.", unknownSessions},
    };
}

}  // namespace scaispeak::check
