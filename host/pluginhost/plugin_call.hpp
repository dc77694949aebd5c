#pragma once

#include "pluginhost/loader/float_mode.hpp"
#include "pluginhost/plugin_instance.hpp"

#include <utility>

namespace scaispeak::pluginhost {

/// One [call] or create, on the calling thread: waits for its turn at the gate, and holds a slot while it
/// lives. What the plugin did against the rules meanwhile is logged at the end. Not thread safe.
class PluginCall
{
public:
    enum class Entry : std::uint8_t
    {
        Entered,
        Stopped,  ///< The call was stopped before its turn came.
        Full,     ///< Too many wait or run already.
        Closed,   ///< The instance is closed.
    };

    /// `context` is borrowed for as long as this lives.
    PluginCall(PluginInstance& instance, const CallContext& context);
    ~PluginCall();
    PluginCall(const PluginCall&) = delete;
    PluginCall& operator=(const PluginCall&) = delete;

    Entry entry() const { return _entry; }
    bool entered() const { return _entry == Entry::Entered; }
    /// When entered alone.
    CallSlot& slot() { return *_slot; }
    bool threw() const { return _threw; }

    /// Calls `function(scs_error*)`; an exception out of the plugin is SCS_INTERNAL.
    template <class Function>
    scs_status run(Function&& function)
    {
        const scs_status status = contained(std::forward<Function>(function));
        _changedFloats = resetFloatMode() || _changedFloats;
        return status;
    }

private:
    template <class Function>
    scs_status contained(Function&& function)
    {
        try {
            return function(_slot->error());
        }
        catch (...) {
            _threw = true;
            return SCS_INTERNAL;
        }
    }
    Entry enter(const CallContext& context);
    void reportFaults() noexcept;

    PluginInstance& _instance;
    CallSlot* _slot = nullptr;
    bool _threw = false;
    bool _changedFloats = false;
    Entry _entry;
};

/// [any] functions: keeps the instance from being destroyed, and nothing else.
class PluginUse
{
public:
    explicit PluginUse(PluginInstance& instance) : _instance(instance), _held(instance.beginUse()) {}
    ~PluginUse()
    {
        resetFloatMode();
        if (_held) _instance.endUse();
    }
    PluginUse(const PluginUse&) = delete;
    PluginUse& operator=(const PluginUse&) = delete;

    explicit operator bool() const { return _held; }

private:
    PluginInstance& _instance;
    bool _held;
};

}  // namespace scaispeak::pluginhost
