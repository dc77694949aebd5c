#pragma once

#include "pluginhost/call_context.hpp"
#include "pluginhost/error_text.hpp"

#include <scaispeak/backend.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace scaispeak::pluginhost {

scs_status toStatus(core::StopReason reason) noexcept;

/// One call into a plugin, as the plugin gets hold of it: the call's token, its error, and the `ctx` of the
/// sinks and emit functions handed to it.
///
/// A plugin may keep those against the rules and use them when the call is over, also from a thread of its
/// own. So they lead to memory that is never given back while the host lives (CallSlab), and each is a
/// handle: the slot's address plus its generation, which changes when the call ends. An old handle is
/// recognised until the slot was used 256 times again. Everything but the status is answered on the call's
/// own thread alone.
class alignas(256) CallSlot
{
public:
    /// `lateUses` counts what comes with stale handles; it lives as long as the slot.
    explicit CallSlot(std::atomic<std::uint64_t>& lateUses) : _lateUses(lateUses) {}
    CallSlot(const CallSlot&) = delete;
    CallSlot& operator=(const CallSlot&) = delete;

    /// [of CallSlab] The calling thread becomes the owner. `context` is borrowed until end.
    void begin(const CallContext& context);
    /// [of CallSlab] All handles become stale. Waits for threads that look at the status right now.
    void end() noexcept;

    const scs_call* call() const noexcept { return &_call; }
    void* handle() const noexcept;

    /// Of what this call's emit functions and sinks feed. Owner only.
    void setTarget(void* target) noexcept { _target = target; }

    /// What a handle's call feeds; nullptr when the handle is stale or this is not the call's thread.
    template <class Target>
    static Target* target(void* handle) noexcept
    {
        CallSlot* slot = ownedBy(handle);
        return slot != nullptr ? static_cast<Target*>(slot->_target) : nullptr;
    }

    /// SCS_OK while the call behind the handle is wanted; once it is not, the same answer for ever. Any
    /// thread.
    static scs_status status(const void* handle) noexcept;
    scs_status status() noexcept;

    /// The call is not wanted any more; the first reason stays.
    void stop(core::StopReason reason) noexcept;

    scs_error* error() noexcept;
    const ErrorText& errorText() const noexcept { return _errorText; }
    /// Fills the error behind the pointer; ignored off the call's own thread.
    static void setError(scs_error* error, const scs_error_info* info);

    /// Where the sink of a synthesis lies, so that a late look at it meets memory. Owner only.
    scs_audio_sink& sink() noexcept { return _sink; }

    /// Was this call's sink or emit function used by another thread than its own?
    bool usedByOthers() const noexcept { return _usedByOthers.load(std::memory_order_relaxed); }

private:
    static constexpr std::uintptr_t generationBits = 255;

    static CallSlot* slotOf(const void* handle) noexcept
    {
        return reinterpret_cast<CallSlot*>(reinterpret_cast<std::uintptr_t>(handle) & ~generationBits);
    }
    static std::uint8_t generationOf(const void* handle) noexcept
    {
        return static_cast<std::uint8_t>(reinterpret_cast<std::uintptr_t>(handle) & generationBits);
    }
    static CallSlot* ownedBy(void* handle) noexcept;
    bool ownedByThisThread() const noexcept;
    scs_status settle(core::StopReason reason) noexcept;

    std::atomic<std::uint8_t> _generation{0};
    std::atomic<const void*> _owner{nullptr};
    std::atomic<std::uint32_t> _visitors{0};
    std::atomic<scs_status> _stopped{SCS_OK};
    std::atomic<bool> _usedByOthers{false};
    std::atomic<std::uint64_t>& _lateUses;
    CallContext _context;
    void* _target = nullptr;
    scs_call _call{};
    scs_audio_sink _sink{};
    ErrorText _errorText;
};

}  // namespace scaispeak::pluginhost
