#pragma once

#include "audio_sink.hpp"
#include "engine.hpp"

namespace scaispeak {

/// Filled by synthesize as far as known; it reaches the host also when synthesize throws. Frames are counted
/// by the sink.
struct SynthesisResult
{
    std::string nodeId;
    bool holdsReference = false;
    std::uint64_t charsDone = 0;  ///< Code points.
};

struct Health
{
    bool ok = true;
    std::string reason;
    std::string message;
};

/// An engine. listVoices, cancel and health are "not offered" unless overridden (in public).
class Backend
{
public:
    virtual ~Backend() = default;
    virtual Engine describe(const Call& call) = 0;
    virtual void listVoices(const Call&, Emit<Voice>&) {}
    /// Ok only if the audio is whole; a stop of sink or call is returned, a failure is thrown.
    virtual Status synthesize(const Call& call, const SynthesisRequest& request, AudioSink& sink,
                              SynthesisResult& result) = 0;
    /// Any thread, also before the call begins and after it returned. Wakes it if it waits.
    virtual void cancel(std::string_view) {}
    /// Any thread, from memory.
    virtual Health health() { return {}; }
};

namespace detail {

template <class Plugin>
struct BackendEntry
{
    static scs_status describe(void* instance, const scs_call* call, scs_emit_engine function, void* ctx,
                               scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Backend& backend, const Call& wrapped) {
            Emit<Engine> emit(function, ctx);
            emit(backend.describe(wrapped));
            return emit.status();
        });
    }

    static scs_status listVoices(void* instance, const scs_call* call, scs_emit_voice function, void* ctx,
                                 scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Backend& backend, const Call& wrapped) {
            Emit<Voice> emit(function, ctx);
            backend.listVoices(wrapped, emit);
            return emit.status();
        });
    }

    static scs_status synthesize(void* instance, const scs_call* call, const scs_synthesis_request* request,
                                 const scs_audio_sink* rawSink, scs_synthesis_result* rawResult,
                                 scs_error* error) noexcept
    {
        AudioSink sink(rawSink);
        SynthesisResult result;
        const scs_status status =
            guardedCall<Plugin>(instance, call, error, [&](Backend& backend, const Call& wrapped) {
                const scs_synthesis_request raw = readStruct(request);
                const Status said = backend.synthesize(wrapped, fromWire(raw), sink, result);
                return said == Status::Ok ? sink.status() : said;
            });
        scs_synthesis_result wire = readStruct(rawResult);
        wire.holds_reference = result.holdsReference ? 1 : 0;
        fill(wire.node_id, result.nodeId);
        wire.frames = sink.frames();
        wire.chars_done = result.charsDone;
        writeStruct(rawResult, wire);
        return status;
    }

    static void cancel(void* instance, scs_str requestId) noexcept
    {
        guardedVoid<Plugin>(instance, "cancel", [&](Backend& backend) { backend.cancel(view(requestId)); });
    }

    static scs_status health(void* instance, scs_health* out) noexcept
    {
        auto& self = *static_cast<Instance<Plugin>*>(instance);
        return guarded(self.host, nullptr, [&] {
            Backend& backend = self.plugin;
            const Health health = backend.health();
            scs_health wire = readStruct(out);
            wire.state = health.ok ? SCS_HEALTH_OK : SCS_HEALTH_DOWN;
            fill(wire.reason, health.reason);
            fill(wire.message, health.message);
            writeStruct(out, wire);
            return Status::Ok;
        });
    }

    /// A method that the plugin did not override still has the type of the base's.
    static constexpr scs_backend table() noexcept
    {
        using Lister = void (Backend::*)(const Call&, Emit<Voice>&);
        using Canceller = void (Backend::*)(std::string_view);
        using Reporter = Health (Backend::*)();
        return {sizeof(scs_backend),
                0,
                &describe,
                std::is_same_v<decltype(&Plugin::listVoices), Lister> ? nullptr : &listVoices,
                &synthesize,
                std::is_same_v<decltype(&Plugin::cancel), Canceller> ? nullptr : &cancel,
                std::is_same_v<decltype(&Plugin::health), Reporter> ? nullptr : &health};
    }
};

}  // namespace detail
}  // namespace scaispeak
