#include "check_lists.hpp"
#include "speaker.hpp"
#include "texts.hpp"

#include <chrono>

namespace scaispeak::check {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds allowed(100);

std::string inMilliseconds(Clock::duration time)
{
    return std::to_string(std::chrono::duration_cast<milliseconds>(time).count()) + " ms";
}

// Long enough that an engine which does not listen is still at it when the time is over.
std::string textFor(const Speaker& speaker)
{
    const std::uint32_t limit = speaker.engine().maxChars;
    return longText(limit == 0 ? 4000 : std::min(limit, 4000U));
}

void requireInTime(Clock::time_point stopped, const Listener& listener, const Speaker::Result& result,
                   const char* way)
{
    const auto took = Clock::now() - stopped;
    require(listener.breach().empty(), listener.breach());
    require(took <= allowed, "returns " + inMilliseconds(took) + " after " + way + ", of 100 ms");
    require(result.status == SCS_CANCELLED || result.status == SCS_OK,
            std::string("after ") + way + " it ends as a failure: " + described(result) +
                "; return SCS_CANCELLED");
}

std::string stopsByWrite(Subject& subject)
{
    Speaker speaker(subject);
    const std::string text = textFor(speaker);
    CallControl call;
    Clock::time_point stopped = Clock::now();
    Listener listener(text, [&](std::size_t writes) {
        if (writes < 2) return SCS_OK;
        stopped = Clock::now();
        return SCS_CANCELLED;
    });
    const auto result = speaker.speak(call, text, listener);
    if (listener.writes < 2) stopped = Clock::now();
    requireInTime(stopped, listener, result, "write said SCS_CANCELLED");
    require(listener.writes < 2 || result.status == SCS_CANCELLED,
            "returns SCS_OK after write said SCS_CANCELLED: pass on what write answers");
    return "after " + inMilliseconds(Clock::now() - stopped);
}

// The listener takes its time, so that an engine that is faster than speech is not through before it is
// stopped.
std::string stopsWhile(Subject& subject, const std::function<void(Speaker&, CallControl&)>& stop,
                       const char* way)
{
    Speaker speaker(subject);
    const std::string text = textFor(speaker);
    CallControl call("req_to_be_stopped");
    Clock::time_point stopped = Clock::time_point::max();
    Listener listener(text, [&](std::size_t writes) {
        if (writes == 2) {
            stopped = Clock::now();
            stop(speaker, call);
        }
        if (writes > 2) std::this_thread::sleep_for(milliseconds(2));
        // Long enough to have seen that it does not stop by itself.
        return writes > 2 && Clock::now() - stopped > 3 * allowed ? SCS_CANCELLED : SCS_OK;
    });
    const auto result = speaker.speak(call, text, listener);
    if (listener.writes < 2) return "all in one write";
    requireInTime(stopped, listener, result, way);
    return "after " + inMilliseconds(Clock::now() - stopped);
}

std::string stopsByPoll(Subject& subject)
{
    return stopsWhile(
        subject, [](Speaker&, CallControl& call) { call.stop(SCS_CANCELLED); },
        "call_status said SCS_CANCELLED");
}

std::string stopsByCancel(Subject& subject)
{
    if (backendOf(subject).cancel == nullptr) throw NotOffered("has no cancel: it polls");
    return stopsWhile(
        subject,
        [](Speaker& speaker, CallControl& call) {
            call.stop(SCS_CANCELLED);
            std::thread([&] { speaker.table().cancel(speaker.instance().get(), call.requestId()); }).join();
        },
        "cancel");
}

std::string strayCancels(Subject& subject)
{
    if (backendOf(subject).cancel == nullptr) throw NotOffered("has no cancel: it polls");
    Speaker speaker(subject);
    const auto cancel = [&](std::string_view id) {
        speaker.table().cancel(speaker.instance().get(), testing::raw(id));
    };
    cancel("req_never_heard_of");
    cancel("");
    Listener first(plainText);
    speaker.mustSpeak(plainText, first);
    cancel("req_check");
    Listener second(plainText);
    speaker.mustSpeak(plainText, second);
    require(!second.bytes.empty(), "a cancel that came after a call stops the next one");
    return {};
}

std::string stoppedBefore(Subject& subject)
{
    Speaker speaker(subject);
    const std::string text = textFor(speaker);
    CallControl call;
    call.stop(SCS_DEADLINE);
    const auto begin = Clock::now();
    Listener listener(
        text, [&](std::size_t) { return Clock::now() - begin > 3 * allowed ? SCS_CANCELLED : SCS_OK; });
    const auto result = speaker.speak(call, text, listener);
    const auto took = Clock::now() - begin;
    require(listener.breach().empty(), listener.breach());
    require(result.status == SCS_DEADLINE || result.status == SCS_OK || result.status == SCS_CANCELLED,
            "a call whose time is over ends as a failure: " + described(result) +
                "; return what call_status says");
    require(took <= allowed, "a call whose time is over takes " + inMilliseconds(took) + ", of 100 ms");
    return "after " + inMilliseconds(took);
}

// A listener that is behind: what the engine makes must wait for it, and nothing may be lost.
std::string backPressure(Subject& subject)
{
    Speaker speaker(subject);
    Listener quick(plainText);
    speaker.mustSpeak(plainText, quick);
    Listener slow(plainText, [](std::size_t writes) {
        std::this_thread::sleep_for(milliseconds(writes == 1 ? 300 : 0));
        return SCS_OK;
    });
    const auto begin = Clock::now();
    speaker.mustSpeak(plainText, slow);
    require(Clock::now() - begin >= milliseconds(300), "returns before its last write did");
    const double ratio = slow.seconds() / quick.seconds();
    require(ratio > 0.8 && ratio < 1.25,
            "a slow listener gets " + std::to_string(ratio) + " of what a quick one gets");
    return {};
}

// A busy machine makes anything late once, but not three times in a row.
template <std::string (*make)(Subject&)>
std::string patiently(Subject& subject)
{
    for (int attempt = 1; attempt < 3; ++attempt) {
        try {
            return make(subject);
        }
        catch (const Failure&) {
        }
    }
    return make(subject);
}

}  // namespace

Checks backendStopChecks()
{
    return {
        {"backend-stop-write", 2, 10, "It returns within 100 ms when write says SCS_CANCELLED.",
         patiently<stopsByWrite>},
        {"backend-stop-poll", 2, 10, "It returns within 100 ms when call_status says SCS_CANCELLED.",
         patiently<stopsByPoll>},
        {"backend-stop-cancel", 2, 10, "It returns within 100 ms of cancel.", patiently<stopsByCancel>},
        {"backend-stop-stray", 2, 10, "A cancel of no running call is harmless.", strayCancels},
        {"backend-stop-before", 2, 10, "A call whose time is over ends at once.", patiently<stoppedBefore>},
        {"backend-back-pressure", 2, 10, "A slow listener is waited for, and gets all of it.", backPressure},
    };
}

}  // namespace scaispeak::check
