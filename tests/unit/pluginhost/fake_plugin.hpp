#pragma once

#include "core/backend.hpp"
#include "fakes.hpp"
#include "pluginhost/plugin_instance.hpp"

#include <scaispeak/scaispeak.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fakes {

/// A plugin within the test program: its functions are the members that a test sets.
struct Plugin
{
    using Synthesize = std::function<scs_status(const scs_call*, const scs_synthesis_request*,
                                                const scs_audio_sink*, scs_synthesis_result*, scs_error*)>;
    using Authenticate = std::function<scs_status(const scs_call*, scs_str, scs_emit_principal, void*,
                                                  std::int32_t*, scs_error*)>;

    const scs_host* host = nullptr;
    bool destroyed = false;
    Synthesize synthesize;
    Authenticate authenticate;
    std::function<scs_status(const scs_call*, scs_emit_engine, void*, scs_error*)> describe = emitTiny;
    std::function<scs_status(const scs_call*, scs_emit_voice, void*, scs_error*)> listVoices;
    std::function<void(scs_str)> cancel = [](scs_str) {};
    std::function<scs_status(scs_health*)> health;
    std::function<scs_status(scs_error*)> create = [](scs_error*) { return SCS_OK; };
    std::function<void()> destroy = [] {};

    static scs_str text(std::string_view view) { return {view.data(), view.size()}; }

    static scs_engine tiny()
    {
        scs_engine engine = {};
        engine.struct_size = sizeof engine;
        engine.name = text("tiny");
        engine.features = SCS_ENGINE_PRESET;
        engine.max_concurrency = 8;
        return engine;
    }
    static scs_status emitTiny(const scs_call*, scs_emit_engine emit, void* context, scs_error*)
    {
        const scs_engine engine = tiny();
        return emit(context, &engine);
    }

    /// An instance of it, by way of the same create that a plugin of a file has.
    std::shared_ptr<scaispeak::pluginhost::PluginInstance> instance(
        Host& services, std::shared_ptr<scaispeak::pluginhost::Gate> gate = {})
    {
        using namespace scaispeak::pluginhost;
        Descriptor descriptor;
        descriptor.id = "backend-fake";
        descriptor.create = &onCreate;
        descriptor.destroy = &onDestroy;
        Interfaces interfaces;
        interfaces.backend = backendTable();
        if (authenticate) interfaces.auth = scs_auth{sizeof(scs_auth), 0, &onAuthenticate};
        boost::json::object config{{"plugin", reinterpret_cast<std::uintptr_t>(this)}};
        return std::make_shared<PluginInstance>(descriptor, interfaces, services.services, std::move(gate),
                                                config);
    }

private:
    static Plugin& self(void* instance) { return *static_cast<Plugin*>(instance); }

    scs_backend backendTable() const
    {
        scs_backend table = {};
        table.struct_size = sizeof table;
        table.describe = [](void* own, const scs_call* call, scs_emit_engine emit, void* context,
                            scs_error* error) { return self(own).describe(call, emit, context, error); };
        table.list_voices = [](void* own, const scs_call* call, scs_emit_voice emit, void* context,
                               scs_error* error) { return self(own).listVoices(call, emit, context, error); };
        table.synthesize = [](void* own, const scs_call* call, const scs_synthesis_request* request,
                              const scs_audio_sink* sink, scs_synthesis_result* result, scs_error* error) {
            return self(own).synthesize(call, request, sink, result, error);
        };
        table.cancel = [](void* own, scs_str id) { self(own).cancel(id); };
        if (health) table.health = [](void* own, scs_health* state) { return self(own).health(state); };
        return table;
    }
    static scs_status onCreate(const scs_host* host, scs_str config, void** instance, scs_error* error)
    {
        const auto value = boost::json::parse({config.data, config.size});
        auto& plugin = *reinterpret_cast<Plugin*>(value.at("plugin").to_number<std::uintptr_t>());
        plugin.host = host;
        *instance = &plugin;
        return plugin.create(error);
    }
    static void onDestroy(void* instance)
    {
        self(instance).destroyed = true;
        self(instance).destroy();
    }
    static scs_status onAuthenticate(void* own, const scs_call* call, scs_str credential,
                                     scs_emit_principal emit, void* context, std::int32_t* decision,
                                     scs_error* error)
    {
        return self(own).authenticate(call, credential, emit, context, decision, error);
    }
};

/// Fills the error of a failing call, as a plugin does.
inline scs_status fail(const Plugin& plugin, scs_error* error, scs_status status, std::string_view reason,
                       std::string_view publicMessage, std::string_view internalMessage,
                       std::int64_t retryAfter = 0)
{
    scs_error_info info = {};
    info.struct_size = sizeof info;
    info.reason = Plugin::text(reason);
    info.public_message = Plugin::text(publicMessage);
    info.internal_message = Plugin::text(internalMessage);
    info.retry_after_ns = retryAfter;
    plugin.host->error_set(plugin.host->ctx, error, &info);
    return status;
}

/// Takes audio; answers what it is told to after so many writes, or throws.
class Sink : public scaispeak::core::AudioSink
{
public:
    scaispeak::core::StopReason begin(const scaispeak::core::AudioFormat& announced) override
    {
        format = announced;
        return scaispeak::core::StopReason::None;
    }
    scaispeak::core::StopReason write(std::span<const std::byte> chunk) override
    {
        if (throws) throw std::runtime_error("the disk is full");
        if (atWrite) atWrite();
        bytes += chunk.size();
        ++writes;
        return writes >= stopAt ? stopWith : scaispeak::core::StopReason::None;
    }
    void event(const scaispeak::core::SpeechEvent& event) override { events.push_back(event); }

    scaispeak::core::AudioFormat format;
    std::size_t bytes = 0;
    std::size_t writes = 0;
    std::size_t stopAt = 1'000'000;
    scaispeak::core::StopReason stopWith = scaispeak::core::StopReason::None;
    bool throws = false;
    std::function<void()> atWrite;
    std::vector<scaispeak::core::SpeechEvent> events;
};

}  // namespace fakes
