#include "check_lists.hpp"
#include "pluginhost/loader/float_mode.hpp"
#include "pluginhost/loader/process_state.hpp"
#include "process_use.hpp"
#include "subject.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>

namespace scaispeak::check {

namespace {

using Clock = std::chrono::steady_clock;

std::string inMilliseconds(Clock::duration time)
{
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count()) + " ms";
}

std::string loadTime(Subject& subject)
{
    const auto begin = Clock::now();
    subject.plugin();
    const auto took = Clock::now() - begin;
    require(took < std::chrono::seconds(1), "loading took " + inMilliseconds(took) +
                                                ", of 1000 ms: do the work in create, or at the first call");
    return "in " + inMilliseconds(took);
}

std::string loadThreads(Subject& subject)
{
    const ProcessUse before = processUse();
    subject.plugin();
    const ProcessUse after = processUse();
    require(after.threads <= before.threads, "loading started a thread: threads belong to create");
    require(after.descriptors <= before.descriptors, "loading left a descriptor open: open it in create");
    return {};
}

// What an instance does, counts as well: destroyed or not, it lives in a process that is not its own.
std::string leavesTheProcessAlone(Subject& subject)
{
    const pluginhost::ProcessState before;
    const std::string& changed = subject.plugin().changedProcess;
    require(changed.empty(), "loading changes " + changed);
    {
        const Instance instance(subject);
    }
    require(pluginhost::hasPlainFloatMode(), "create or destroy changes the floating-point mode");
    const auto names = pluginhost::joinedNames(before.restore());
    require(names.empty(), "create or destroy changes " + names);
    return {};
}

std::string descriptor(Subject& subject)
{
    const auto& plugin = subject.plugin();
    const auto entry = reinterpret_cast<scs_entry_point>(plugin.object.symbol(SCS_ENTRY_POINT));
    const scs_plugin* first = entry();
    const std::size_t size = std::min<std::size_t>(first->struct_size, sizeof *first);
    scs_plugin copy{};
    std::memcpy(&copy, first, size);
    require(entry() == first && std::memcmp(&copy, first, size) == 0,
            SCS_ENTRY_POINT " answers differently at each call: return one static table");
    return {};
}

std::string interfaces(Subject& subject)
{
    const auto getInterface = subject.plugin().descriptor.getInterface;
    for (const char* odd : {"", "scaispeak.backend", "scaispeak.backend/999", "scaispeak.unheard-of/1"})
        require(getInterface(testing::raw(odd)) == nullptr,
                std::string("get_interface knows the interface \"") + odd +
                    "\", which there is not: compare whole ids");
    for (const std::string& id : subject.plugin().interfaces.ids())
        require(getInterface(testing::raw(id)) == getInterface(testing::raw(id)),
                "get_interface gives another table of " + id + " at each call: return a static one");
    std::string text;
    for (const std::string& id : subject.plugin().interfaces.ids())
        text += (text.empty() ? "" : ", ") + id;
    return text;
}

}  // namespace

Checks loadChecks()
{
    return {
        {"load-time", 1, 10, "The loader takes it, within a second.", loadTime},
        {"load-threads", 1, 10, "Loading starts no thread and leaves no descriptor open.", loadThreads},
        {"load-process", 1, 10,
         "Loading, create and destroy leave signals, locale, working folder, mask and float mode alone.",
         leavesTheProcessAlone},
        {"descriptor", 1, 10, "The entry point gives the same table at each call.", descriptor},
        {"interfaces", 1, 10, "Asked for interfaces, it knows what it offers and nothing else.", interfaces},
    };
}

}  // namespace scaispeak::check
