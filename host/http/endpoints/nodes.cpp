#include "http/endpoints/nodes.hpp"

#include "http/envelope.hpp"

#include <ctime>

namespace scaispeak::http::endpoints {
namespace {

boost::json::value timeOf(std::int64_t unixNs)
{
    if (unixNs <= 0) return nullptr;
    const auto seconds = static_cast<std::time_t>(unixNs / 1'000'000'000);
    std::tm utc = {};
    ::gmtime_r(&seconds, &utc);
    std::string text(32, '\0');
    text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc));
    return boost::json::value(text);
}

boost::json::object featuresOf(const core::EngineDescription& engine)
{
    const char* clone = engine.clone == core::CloneFeature::Full          ? "full"
                        : engine.clone == core::CloneFeature::Approximate ? "approximate"
                                                                          : "none";
    return {{"preset", engine.preset},
            {"clone", clone},
            {"design", engine.design},
            {"word_marks", engine.wordMarks},
            {"ssml", engine.ssml},
            {"max_chars", engine.maxChars},
            {"deterministic", engine.deterministic}};
}

boost::json::object engineOf(const core::EngineDescription& engine)
{
    boost::json::object row;
    row["kind"] = "tts";
    row["name"] = engine.name;
    row["version"] = engine.version;
    row["languages"] = boost::json::value_from(engine.languages);
    row["sample_rates"] = boost::json::value_from(engine.sampleRates);
    row["features"] = featuresOf(engine);
    row["max_concurrency"] = engine.maxConcurrency;
    return row;
}

boost::json::object nodeOf(const core::NodeState& node, bool superAdmin)
{
    boost::json::object row;
    row["node_id"] = node.nodeId;
    row["status"] = node.status;
    boost::json::array engines;
    for (const core::EngineDescription& engine : node.engines)
        engines.push_back(engineOf(engine));
    row["engines"] = std::move(engines);
    if (!superAdmin) return row;
    row["address"] = node.address;
    row["inflight"] = node.inflight;
    row["last_seen_at"] = timeOf(node.lastSeenUnixNs);
    row["last_error"] =
        node.lastError.empty() ? boost::json::value(nullptr) : boost::json::value(node.lastError);
    return row;
}

}  // namespace

Endpoint nodes(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        boost::json::array items;
        for (const core::NodeState& node : services.nodes.nodes())
            items.push_back(nodeOf(node, call->principal.superAdmin));
        call->answer(listResponse(std::move(items), "", call->requestId));
    };
}

}  // namespace scaispeak::http::endpoints
