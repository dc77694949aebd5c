#include "check_process.hpp"

#include "child_process.hpp"
#include "subject.hpp"

#include <unistd.h>

#include <chrono>
#include <cstring>

namespace scaispeak::check {

namespace {

using Clock = std::chrono::steady_clock;

std::int64_t millisecondsSince(Clock::time_point begin)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
}

std::string ending(const ChildEnd& end, int seconds)
{
    if (end.timedOut)
        return "did not end within " + std::to_string(seconds) +
               " s: a function of the plugin does not return";
    if (end.signal != 0) {
        const char* name = ::sigabbrev_np(end.signal);
        return std::string("the plugin ended the process with SIG") + (name == nullptr ? "?" : name) + " (" +
               ::strsignal(end.signal) + ")";
    }
    return "the plugin ended the process with exit code " + std::to_string(end.exitCode);
}

// One letter for the verdict, then the text.
Outcome read(const ChildEnd& end, int seconds)
{
    const bool whole = !end.timedOut && end.signal == 0 && end.exitCode == 0 && !end.result.empty();
    if (!whole) return {Verdict::Failed, ending(end, seconds)};
    return {static_cast<Verdict>((end.result[0] - '0') & 3), end.result.substr(1)};
}

}  // namespace

Report runApart(const Check& check, const Order& order)
{
    const auto begin = Clock::now();
    std::vector<std::string> arguments{"scaispeak-plugin-check", "--run-check", std::string(check.name),
                                       "--seed", std::to_string(order.seed)};
    if (!order.peer.empty()) arguments.insert(arguments.end(), {"--peer", order.peer});
    arguments.push_back(order.plugin.string());
    const ChildEnd end = runChild(arguments, std::chrono::seconds(check.seconds));
    return {&check, read(end, check.seconds), end.printed, millisecondsSince(begin)};
}

Report runHere(const Check& check, const Order& order)
{
    const auto begin = Clock::now();
    Subject subject(order.plugin, order.seed, order.peer);
    Outcome outcome = outcomeOf(check, subject);
    return {&check, std::move(outcome), {}, millisecondsSince(begin)};
}

int runForParent(const Check& check, const Order& order)
{
    Subject subject(order.plugin, order.seed, order.peer);
    const Outcome outcome = outcomeOf(check, subject);
    const std::string result =
        std::to_string(static_cast<int>(outcome.verdict)) + outcome.text.substr(0, longestResult - 1);
    return ::write(resultDescriptor, result.data(), result.size()) == static_cast<ssize_t>(result.size()) ? 0
                                                                                                          : 1;
}

}  // namespace scaispeak::check
