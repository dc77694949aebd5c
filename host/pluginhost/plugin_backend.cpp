#include "pluginhost/plugin_backend.hpp"

#include "core/failure.hpp"
#include "pluginhost/engine_reader.hpp"
#include "pluginhost/loader/plugin_refused.hpp"
#include "pluginhost/loader/text.hpp"
#include "pluginhost/plugin_call.hpp"
#include "pluginhost/request_table.hpp"
#include "pluginhost/sink_session.hpp"
#include "pluginhost/synthesis_outcome.hpp"

#include <array>
#include <set>

namespace scaispeak::pluginhost {

namespace {

constexpr std::chrono::seconds listPatience{10};
constexpr std::chrono::seconds latePatience{1};
constexpr std::size_t maximumVoices = 10'000;

/// What describe emits into.
struct EngineTarget
{
    core::EngineDescription engine;
    std::string problem;
    int emitted = 0;

    static scs_status emit(void* handle, const scs_engine* engine) noexcept
    {
        auto* target = CallSlot::target<EngineTarget>(handle);
        if (target == nullptr) return SCS_CLOSED;
        try {
            ++target->emitted;
            if (target->problem.empty()) target->problem = readEngine(engine, target->engine);
            return SCS_OK;
        }
        catch (...) {
            target->problem = "the host ran out of memory";
            return SCS_CLOSED;
        }
    }
};

/// What list_voices emits into.
struct VoicesTarget
{
    std::vector<core::EngineVoice> voices;
    std::set<std::string> names;
    std::string problem;
    bool tooMany = false;

    static scs_status emit(void* handle, const scs_voice* voice) noexcept
    {
        auto* target = CallSlot::target<VoicesTarget>(handle);
        if (target == nullptr) return SCS_CLOSED;
        if (target->voices.size() >= maximumVoices) {
            target->tooMany = true;
            return SCS_CLOSED;
        }
        try {
            return target->take(voice);
        }
        catch (...) {
            return SCS_CLOSED;
        }
    }

    scs_status take(const scs_voice* theirs)
    {
        core::EngineVoice voice;
        std::string wrong = readVoice(theirs, voice);
        if (wrong.empty() && !names.insert(voice.name).second)
            wrong = "the voice " + voice.name + " comes twice";
        if (wrong.empty())
            voices.push_back(std::move(voice));
        else if (problem.empty())
            problem = std::move(wrong);
        return SCS_OK;
    }
};

[[noreturn]] void throwFailure(const PluginInstance& instance, core::ErrorCode code,
                               const std::string& message)
{
    throw core::Failure(code, "the engine plugin " + instance.descriptor().id + " " + message);
}

core::SynthesisOutcome notEntered(PluginCall::Entry entry, const CallContext& context)
{
    using core::SynthesisStatus;
    switch (entry) {
        case PluginCall::Entry::Full:
            return outcomeWith(SynthesisStatus::Overloaded, "too many calls wait for the plugin");
        case PluginCall::Entry::Closed:
            return outcomeWith(SynthesisStatus::Unavailable, "the plugin is being unloaded");
        default:
            break;
    }
    return stoppedOutcome(context.stopReason());
}

std::string filled(const scs_buffer& buffer, const char* memory)
{
    const auto text = readPlainText({memory, std::min(buffer.size, buffer.capacity)}, buffer.capacity);
    return text ? std::string(*text) : std::string();
}

}  // namespace

PluginBackend::PluginBackend(std::shared_ptr<PluginInstance> instance, Lateness lateness)
    : _instance(std::move(instance)),
      _table(*_instance->interfaces().backend),
      _engine(askEngine(lateness, listPatience).value_or(core::EngineDescription()))
{}

void PluginBackend::refresh()
{
    const bool late = _engine.get()->name.empty();
    if (!late && !_instance->interfaces().backendNodes) return;
    try {
        // Who waits for late ones keeps all slots waiting.
        auto engine = askEngine(Lateness::Allowed, late ? latePatience : listPatience);
        if (engine && *engine != *_engine.get()) _engine.set(std::move(*engine));
    }
    catch (const PluginRefused& refused) {
        _instance->reportFault("description_refused", refused.reason());
    }
}

std::optional<core::EngineDescription> PluginBackend::askEngine(Lateness lateness,
                                                                std::chrono::seconds patience)
{
    const auto refuse = [this](const std::string& reason) {
        throw PluginRefused(LoadStep::Describe, _instance->descriptor().id,
                            reason + "; report it to the plugin's vendor");
    };
    const CallContext context = CallContext::within(patience);
    EngineTarget target;
    PluginCall call(*_instance, context);
    if (!call.entered()) refuse("describe did not get its turn in time");
    call.slot().setTarget(&target);
    const scs_status status = call.run([&](scs_error* error) {
        return _table.describe(_instance->raw(), call.slot().call(), &EngineTarget::emit,
                               call.slot().handle(), error);
    });
    if (status == SCS_UNAVAILABLE && lateness == Lateness::Allowed) return std::nullopt;
    if (status != SCS_OK)
        refuse("describe failed with status " + std::to_string(status) + ": " +
               call.slot().errorText().publicMessage);
    if (!target.problem.empty()) refuse(target.problem);
    if (target.emitted != 1)
        refuse("describe emitted " + std::to_string(target.emitted) + " engines instead of one");
    if (target.engine.preset && _table.list_voices == nullptr)
        refuse("the engine says it brings voices, and has no list_voices function");
    if (_instance->gate() != nullptr) target.engine.maxConcurrency = 1;
    return target.engine;
}

std::vector<core::EngineVoice> PluginBackend::listVoices()
{
    if (_table.list_voices == nullptr) return {};
    const CallContext context = CallContext::within(listPatience);
    VoicesTarget target;
    PluginCall call(*_instance, context);
    if (!call.entered()) throwFailure(*_instance, core::ErrorCode::BackendUnavailable, "is busy; try again");
    call.slot().setTarget(&target);
    const scs_status status = call.run([&](scs_error* error) {
        return _table.list_voices(_instance->raw(), call.slot().call(), &VoicesTarget::emit,
                                  call.slot().handle(), error);
    });
    if (!target.problem.empty()) _instance->reportFault("voice_left_out", target.problem);
    if (target.tooMany)
        _instance->reportFault("voices_left_out",
                               "it has more than " + std::to_string(maximumVoices) + " voices");
    if (status != SCS_OK && status != SCS_CLOSED)
        throwFailure(*_instance, core::ErrorCode::BackendError,
                     "could not list its voices; its log lines say why");
    if (status == SCS_CLOSED && target.voices.size() < maximumVoices)
        throwFailure(*_instance, core::ErrorCode::BackendError, "stopped listing its voices");
    return std::move(target.voices);
}

core::SynthesisOutcome PluginBackend::synthesize(const core::SynthesisRequest& request, core::AudioSink& sink,
                                                 const core::Cancellation& cancellation)
{
    CallContext context{request.requestId, request.traceparent, &cancellation, std::nullopt};
    if (request.timeLeft.count() > 0) context.deadline = CallContext::Clock::now() + request.timeLeft;
    PluginCall call(*_instance, context);
    return call.entered() ? run(call, request, sink) : notEntered(call.entry(), context);
}

core::SynthesisOutcome PluginBackend::run(PluginCall& call, const core::SynthesisRequest& request,
                                          core::AudioSink& sink)
{
    SinkSession session(call.slot(), sink, request);
    const RequestTable table(request, call.slot().handle());
    std::array<char, 128> node;
    scs_synthesis_result result = {};
    result.struct_size = sizeof result;
    result.node_id = {node.data(), node.size(), 0};
    const scs_status status = call.run([&](scs_error* error) {
        return _table.synthesize(_instance->raw(), call.slot().call(), table.get(), session.table(), &result,
                                 error);
    });
    // The plugin may have put anything there.
    result.node_id.data = node.data();
    result.node_id.capacity = node.size();
    core::SynthesisOutcome outcome = judgeSynthesis(status, call.threw(), session, call.slot());
    if (!session.fault().empty()) _instance->reportFault("sink_misused", session.fault());
    addResult(result, session, request.text, outcome);
    if (outcome.status == core::SynthesisStatus::Overloaded && outcome.retryAfter)
        _fullUntil = (Clock::now() + *outcome.retryAfter).time_since_epoch().count();
    return outcome;
}

void PluginBackend::cancel(const std::string& requestId) noexcept
{
    const PluginUse use(*_instance);
    if (!use) return;
    try {
        if (_table.cancel != nullptr) _table.cancel(_instance->raw(), abiText(requestId));
    }
    catch (...) {
        _instance->reportFault("exception", "cancel threw");
    }
    if (Gate* gate = _instance->gate()) gate->wake();
}

core::BackendHealth PluginBackend::health()
{
    const PluginUse use(*_instance);
    if (!use) return {false, "unloaded", "the plugin is being unloaded"};
    if (_table.health == nullptr) return {true, "", ""};
    std::array<char, 64> reason;
    std::array<char, 512> message;
    scs_health health = {};
    health.struct_size = sizeof health;
    health.reason = {reason.data(), reason.size(), 0};
    health.message = {message.data(), message.size(), 0};
    scs_status status = SCS_INTERNAL;
    try {
        status = _table.health(_instance->raw(), &health);
    }
    catch (...) {
        _instance->reportFault("exception", "health threw");
    }
    if (status != SCS_OK) return {false, "health_unknown", "the plugin's health function failed"};
    health.reason.capacity = reason.size();
    health.message.capacity = message.size();
    const std::string word = filled(health.reason, reason.data());
    if (health.state == SCS_HEALTH_OK) return {true, "", filled(health.message, message.data())};
    core::BackendHealth down{false, isWord(word) ? word : "down", filled(health.message, message.data())};
    if (down.reason == "saturated") down.retryAfter = fullFor();
    return down;
}

std::optional<std::chrono::milliseconds> PluginBackend::fullFor() const
{
    const auto left = Clock::duration(_fullUntil) - Clock::now().time_since_epoch();
    if (left <= Clock::duration::zero()) return std::nullopt;
    return std::chrono::ceil<std::chrono::milliseconds>(left);
}

}  // namespace scaispeak::pluginhost
