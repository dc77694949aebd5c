#pragma once

#include "pluginhost/plugin_call.hpp"
#include "pluginhost/wire/abi_fields.hpp"
#include "worker/lane.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace scaispeak::worker {

/// One call of the host while the plugin serves it, on the lane's thread. What the plugin emits goes to the
/// host at once and unanswered; that the host wants no more of it comes as a stop of the call.
class ServedCall
{
public:
    ServedCall(Lane& lane, pluginhost::PluginInstance& instance, const pluginhost::CallContext& context,
               pluginhost::FieldReader& arguments);
    ServedCall(const ServedCall&) = delete;
    ServedCall& operator=(const ServedCall&) = delete;

    pluginhost::FieldReader& arguments() { return _arguments; }
    pluginhost::FieldWriter& results() { return _results; }
    const pluginhost::Interfaces& interfaces() const { return _instance.interfaces(); }
    void* instance() const { return _instance.raw(); }
    const scs_call* call() { return _call->slot().call(); }
    void* handle() { return _call->slot().handle(); }
    Lane& lane() { return _lane; }

    /// Runs `function(table, error)` of an interface that the plugin has to offer.
    template <class Table, class Function>
    void run(const std::optional<Table>& table, Function&& function)
    {
        if (!table) return refuse(SCS_UNSUPPORTED, "the plugin does not offer this interface");
        if (_arguments.failed()) return refuse(SCS_INVALID_ARGUMENT, "the arguments are cut short");
        if (!_call->entered())
            return refuse(_context.stopReason() == core::StopReason::None
                              ? SCS_OVERLOADED
                              : pluginhost::toStatus(_context.stopReason()),
                          "");
        _status = _call->run([&](scs_error* error) { return function(*table, error); });
    }
    void refuse(scs_status status, std::string_view message);

    /// Is this call still wanted?
    scs_status wanted() { return _call->slot().status(); }
    /// Sends a frame of this call. SCS_CLOSED when it is no frame.
    scs_status send(pluginhost::FrameKind kind, const pluginhost::FieldWriter& payload);
    scs_status sendPiece(pluginhost::FrameKind kind, std::span<const std::byte> piece);
    /// Asks the host and waits for its answer, which begins with a status. The payload is valid until the
    /// next question.
    scs_status ask(const pluginhost::FieldWriter& question, std::span<const std::byte>& answer);

    /// What emit functions and sinks feed: the call behind a handle, if that is still running, on its thread.
    static ServedCall* of(void* handle) noexcept { return pluginhost::CallSlot::target<ServedCall>(handle); }

    /// scs_emit_... for a list of `Struct`.
    template <class Struct>
    static scs_status emit(void* handle, const Struct* item) noexcept
    {
        return emitWith(handle,
                        [item](pluginhost::FieldWriter& writer) { pluginhost::writeStruct(writer, item); });
    }
    template <class Write>
    static scs_status emitWith(void* handle, Write&& write) noexcept
    {
        ServedCall* call = of(handle);
        if (call == nullptr) return SCS_CLOSED;
        try {
            if (const scs_status status = call->wanted(); status != SCS_OK) return status;
            pluginhost::FieldWriter writer;
            write(writer);
            return call->send(pluginhost::FrameKind::Emit, writer);
        }
        catch (...) {
            return SCS_CLOSED;
        }
    }

    /// The payload of the Return frame.
    void writeReturn(pluginhost::FieldWriter& writer);

private:
    Lane& _lane;
    pluginhost::PluginInstance& _instance;
    const pluginhost::CallContext& _context;
    pluginhost::FieldReader& _arguments;
    pluginhost::FieldWriter _results;
    std::optional<pluginhost::PluginCall> _call;
    scs_status _status = SCS_INTERNAL;
    std::string _refusal;
};

}  // namespace scaispeak::worker
