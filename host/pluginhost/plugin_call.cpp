#include "pluginhost/plugin_call.hpp"

#include <string>

namespace scaispeak::pluginhost {

PluginCall::PluginCall(PluginInstance& instance, const CallContext& context)
    : _instance(instance), _entry(enter(context))
{}

PluginCall::Entry PluginCall::enter(const CallContext& context)
{
    if (context.stopReason() != core::StopReason::None) return Entry::Stopped;
    if (!_instance.beginUse()) return Entry::Closed;
    Gate* gate = _instance.gate();
    const Gate::Entry turn = gate != nullptr ? gate->enter(context) : Gate::Entry::Entered;
    if (turn == Gate::Entry::Entered) {
        _slot = _instance.slab().open(context);
        if (_slot != nullptr) return Entry::Entered;
        if (gate != nullptr) gate->leave();
    }
    _instance.endUse();
    return turn == Gate::Entry::Stopped ? Entry::Stopped : Entry::Full;
}

PluginCall::~PluginCall()
{
    if (!entered()) return;
    reportFaults();
    _instance.slab().close(_slot);
    if (Gate* gate = _instance.gate()) gate->leave();
    _instance.endUse();
}

void PluginCall::reportFaults() noexcept
{
    if (_threw) _instance.reportFault("exception");
    if (_changedFloats) _instance.reportFault("floating_point_mode_changed", "which was put back");
    if (_slot->usedByOthers()) _instance.reportFault("used_from_another_thread");
    const std::uint64_t late = _instance.slab().takeLateUses();
    if (late > 0) _instance.reportFault("used_after_call", std::to_string(late) + " times");
}

}  // namespace scaispeak::pluginhost
