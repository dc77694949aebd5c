#include "http/endpoints/voice_copies.hpp"

#include "http/envelope.hpp"

namespace scaispeak::http::endpoints {
namespace {

const char* wordOf(core::EvictionResult result)
{
    switch (result) {
        case core::EvictionResult::Evicted:
            return "evicted";
        case core::EvictionResult::NotHeld:
            return "not_held";
        case core::EvictionResult::Failed:
            break;
    }
    return "failed";
}

boost::json::object replicaOf(const core::EvictionOutcome& outcome)
{
    return {
        {"node_id", outcome.nodeId},
        {"outcome", wordOf(outcome.result)},
        {"error", outcome.error.empty() ? boost::json::value(nullptr) : boost::json::value(outcome.error)}};
}

}  // namespace

Endpoint evictVoice(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        const std::string& id = call->pathParameters.front();
        boost::json::array replicas;
        for (const auto& outcome : services.eviction.evict(call->principal, id, call->requestId))
            replicas.push_back(replicaOf(outcome));
        call->answerOk({{"voice_id", id}, {"replicas", std::move(replicas)}});
    };
}

}  // namespace scaispeak::http::endpoints
