#include "pluginhost/plugin_instance.hpp"

#include "pluginhost/loader/plugin_refused.hpp"
#include "pluginhost/loader/process_state.hpp"
#include "pluginhost/loader/text.hpp"
#include "pluginhost/plugin_call.hpp"

#include <chrono>
#include <utility>

namespace scaispeak::pluginhost {

namespace {

constexpr std::chrono::seconds createPatience{30};
constexpr std::chrono::seconds closePatience{10};

std::string orGeneral(const std::string& message, const char* general)
{
    return message.empty() ? general : message;
}

}  // namespace

PluginInstance::PluginInstance(const Descriptor& descriptor, const Interfaces& interfaces,
                               const HostServices& services, std::shared_ptr<Gate> gate,
                               const boost::json::object& config)
    : _descriptor(descriptor),
      _interfaces(interfaces),
      _logger(services.logger),
      _gate(std::move(gate)),
      _lent(descriptor.id, services, interfaces.auth.has_value())
{
    create(config);
}

PluginInstance::~PluginInstance()
{
    close();
}

void PluginInstance::create(const boost::json::object& config)
{
    const auto refuse = [this](const std::string& reason) {
        throw PluginRefused(LoadStep::Create, _descriptor.id, reason);
    };
    const std::string text = boost::json::serialize(config);
    const CallContext context = CallContext::within(createPatience);
    PluginCall call(*this, context);
    if (!call.entered())
        refuse("another plugin of the group " + _descriptor.exclusiveGroup + " does not end its call");

    const ProcessState before;
    const scs_status status = call.run([&](scs_error* error) { return callCreate(text, error); });
    if (const auto changed = before.restore(); !changed.empty())
        reportFault("process_changed", "create changed " + joinedNames(changed) + ", which was put back");
    const ErrorText& said = call.slot().errorText();
    if (call.threw()) refuse("its create function threw an exception; report it to the plugin's vendor");
    if (status != SCS_OK) {
        if (!said.internalMessage.empty()) reportFault("create_failed", said.internalMessage);
        _raw = nullptr;
        refuse(orGeneral(said.publicMessage,
                         "its create function failed without a message; report it to the plugin's vendor") +
               " (status " + std::to_string(status) + ")");
    }
    if (_raw == nullptr) refuse("its create function returned no instance; report it to the plugin's vendor");
}

scs_status PluginInstance::callCreate(const std::string& config, scs_error* error)
{
    return _descriptor.create(_lent.host(), abiText(config), &_raw, error);
}

bool PluginInstance::beginUse() noexcept
{
    const std::lock_guard lock(_mutex);
    if (_closed) return false;
    ++_uses;
    return true;
}

void PluginInstance::endUse() noexcept
{
    const std::lock_guard lock(_mutex);
    // Notified under the mutex: whoever closes may free this right after.
    if (--_uses == 0 && _closed) _unused.notify_all();
}

void PluginInstance::close() noexcept
{
    {
        std::unique_lock lock(_mutex);
        if (std::exchange(_closed, true)) return;
        const bool idle = _unused.wait_for(lock, closePatience, [this] { return _uses == 0; });
        if (!idle) return reportFault("call_does_not_end", "destroy is left out");
    }
    if (_raw != nullptr) destroy();
    _lent.end();
    const std::uint64_t late = slab().takeLateUses();
    if (late > 0) reportFault("used_after_call", std::to_string(late) + " times");
}

void PluginInstance::destroy() noexcept
{
    // A [life] call: it takes its turn among the calls of its group.
    const CallContext context = CallContext::within(closePatience);
    const bool entered = !_gate || _gate->enter(context) == Gate::Entry::Entered;
    try {
        if (entered)
            _descriptor.destroy(_raw);
        else
            reportFault("group_does_not_end", "destroy is left out");
    }
    catch (...) {
        reportFault("exception", "destroy threw");
    }
    if (_gate && entered) _gate->leave();
    _logger.info("plugin_ended", {{"plugin", std::string_view(_descriptor.id)}});
}

void PluginInstance::reportFault(std::string_view fault, std::string_view detail) const noexcept
{
    _logger.error(
        "plugin_fault",
        {{"plugin", std::string_view(_descriptor.id)}, {"fault", fault}, {"detail", cutText(detail, 1'024)}});
}

}  // namespace scaispeak::pluginhost
