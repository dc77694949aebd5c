#include "http/endpoints/policy.hpp"

#include "http/field_reader.hpp"
#include "http/json_body.hpp"
#include "http/speak_request.hpp"

#include <utility>

namespace scaispeak::http::endpoints {
namespace {

constexpr std::size_t longestId = 128;
constexpr std::size_t longestSlotName = 16;
constexpr std::size_t mostSlots = 64;

boost::json::object bodyOf(const core::Policy& policy)
{
    return {{"allowed_backends",
             boost::json::array(policy.allowedBackends.begin(), policy.allowedBackends.end())},
            {"default_backend", policy.defaultBackend}};
}

policy::PolicyPatch patchOf(FieldReader& fields)
{
    policy::PolicyPatch patch;
    patch.allowedBackends = fields.texts("allowed_backends", mostSlots, longestSlotName);
    patch.defaultBackend = fields.text("default_backend", 1, longestSlotName);
    return patch;
}

std::string_view word(speak::SlotClass slotClass)
{
    return slotClass == speak::SlotClass::Relay ? "relay" : "self_hosted";
}

boost::json::object rowOf(const speak::SlotOutlook& slot)
{
    boost::json::object row{{"slot", slot.name}, {"class", word(slot.slotClass)}};
    row["turn"] = slot.turn ? boost::json::value(*slot.turn) : boost::json::value(nullptr);
    row["fidelity"] =
        slot.fidelity ? boost::json::value(speak::word(*slot.fidelity)) : boost::json::value(nullptr);
    row["code"] = slot.refusal ? boost::json::value(speak::word(*slot.refusal)) : boost::json::value(nullptr);
    row["message"] =
        slot.refusal ? boost::json::value(speak::remedy(*slot.refusal)) : boost::json::value(nullptr);
    return row;
}

/// The slot that would be asked first, or what the call would be answered.
void addAnswer(boost::json::object& data, const speak::Outlook& outlook)
{
    data["backend"] = nullptr;
    data["fidelity"] = nullptr;
    data["code"] = nullptr;
    data["message"] = nullptr;
    if (outlook.failure) {
        data["code"] = core::word(outlook.failure->code());
        data["message"] = outlook.failure->message();
        return;
    }
    for (const speak::SlotOutlook& slot : outlook.slots)
        if (slot.turn == 1U) {
            data["backend"] = slot.name;
            data["fidelity"] = speak::word(slot.fidelity.value());
        }
}

}  // namespace

Endpoint getPolicy(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        call->answerOk(bodyOf(*services.policies.of(call->principal.identity.tenantId)));
    };
}

Endpoint changePolicy(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        const boost::json::object body = jsonBody(*call);
        FieldReader fields(body);
        const policy::PolicyPatch patch = patchOf(fields);
        fields.check();
        call->answerOk(bodyOf(services.policies.change(call->principal, patch, call->requestId)));
    };
}

Endpoint explainPolicy(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        const boost::json::object body = jsonBody(*call);
        FieldReader fields(body);
        const std::string voiceId = fields.requiredText("voice_id", 1, longestId);
        const speak::BackendPreference preference = backendPreference(fields);
        const policy::PolicyPatch patch = patchOf(fields);
        fields.check();
        const core::Policy policy = services.policies.supposed(call->principal.identity.tenantId, patch);
        const core::Voice voice = services.voices.get(call->principal, voiceId);
        const speak::Outlook outlook = services.speech.explain(voice, preference, policy);
        boost::json::array slots;
        for (const speak::SlotOutlook& slot : outlook.slots)
            slots.push_back(rowOf(slot));
        boost::json::object data{{"voice_id", voiceId}, {"policy", bodyOf(policy)}};
        addAnswer(data, outlook);
        data["slots"] = std::move(slots);
        call->answerOk(std::move(data));
    };
}

}  // namespace scaispeak::http::endpoints
