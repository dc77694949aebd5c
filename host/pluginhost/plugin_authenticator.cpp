#include "pluginhost/plugin_authenticator.hpp"

#include "pluginhost/loader/text.hpp"
#include "pluginhost/plugin_call.hpp"
#include "pluginhost/principal_table.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace scaispeak::pluginhost {

namespace {

using core::AuthDecision;

constexpr std::chrono::seconds patience{10};
constexpr std::size_t credentialLimit = 8'192;

/// What authenticate emits into.
struct PrincipalTarget
{
    std::optional<core::Identity> identity;
    int emitted = 0;

    static scs_status emit(void* handle, const scs_principal* principal) noexcept
    {
        auto* target = CallSlot::target<PrincipalTarget>(handle);
        if (target == nullptr) return SCS_CLOSED;
        ++target->emitted;
        try {
            target->identity = readPrincipal(principal);
        }
        catch (...) {
            target->identity.reset();
        }
        return target->identity ? SCS_OK : SCS_INVALID_ARGUMENT;
    }
};

core::AuthResult result(AuthDecision decision, std::string message)
{
    return {decision, std::nullopt, std::move(message)};
}

bool isPrintable(std::string_view credential)
{
    return !credential.empty() && credential.size() <= credentialLimit &&
           std::all_of(credential.begin(), credential.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

bool hasExpired(const core::Identity& identity)
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return identity.expiresAtMicros > 0 &&
           identity.expiresAtMicros <= std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

core::AuthResult allowed(PrincipalTarget& target, bool usedByOthers)
{
    if (target.emitted != 1 || !target.identity || usedByOthers)
        return result(AuthDecision::Unavailable, "the plugin said ALLOW without exactly one whole principal");
    if (hasExpired(*target.identity))
        return result(AuthDecision::Deny, "the plugin allowed what has expired");
    return {AuthDecision::Allow, std::move(target.identity), ""};
}

}  // namespace

PluginAuthenticator::PluginAuthenticator(std::shared_ptr<PluginInstance> instance)
    : _instance(std::move(instance)), _table(*_instance->interfaces().auth)
{}

core::AuthResult PluginAuthenticator::authenticate(std::string_view credential,
                                                   const core::CallIds& ids) noexcept
{
    if (!isPrintable(credential))
        return result(AuthDecision::Deny, "a credential is 1 to 8192 bytes of printable ASCII");
    try {
        return ask(credential, ids);
    }
    catch (...) {
        return result(AuthDecision::Unavailable, "");
    }
}

core::AuthResult PluginAuthenticator::ask(std::string_view credential, const core::CallIds& ids)
{
    const CallContext context{ids.requestId, ids.traceparent, nullptr, CallContext::Clock::now() + patience};
    PrincipalTarget target;
    std::int32_t decision = SCS_AUTH_DENY;
    PluginCall call(*_instance, context);
    if (!call.entered()) return result(AuthDecision::Unavailable, "the plugin is busy or being unloaded");
    call.slot().setTarget(&target);
    const scs_status status = call.run([&](scs_error* error) {
        return _table.authenticate(_instance->raw(), call.slot().call(), abiText(credential),
                                   &PrincipalTarget::emit, call.slot().handle(), &decision, error);
    });
    const std::string said = call.slot().errorText().internalMessage;
    if (status != SCS_OK)
        return result(AuthDecision::Unavailable,
                      "status " + std::to_string(status) + (said.empty() ? "" : ": ") + said);
    switch (decision) {
        case SCS_AUTH_ALLOW:
            return allowed(target, call.slot().usedByOthers());
        case SCS_AUTH_DENY:
            return result(AuthDecision::Deny, said);
        case SCS_AUTH_NOT_MINE:
            if (target.emitted == 0) return result(AuthDecision::NotMine, "");
            return result(AuthDecision::Unavailable, "the plugin emitted a principal and said NOT_MINE");
        case SCS_AUTH_UNAVAILABLE:
            return result(AuthDecision::Unavailable, said);
        default:
            return result(AuthDecision::Unavailable,
                          "decision " + std::to_string(decision) + " is not known");
    }
}

}  // namespace scaispeak::pluginhost
