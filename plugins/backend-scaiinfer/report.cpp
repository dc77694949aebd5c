#include "report.hpp"

#include <algorithm>

namespace scaispeak::scaiinfer {
namespace {

constexpr std::size_t mostVoices = 10'000;
constexpr std::size_t mostLanguages = 512;
constexpr std::size_t mostRates = 64;
constexpr std::uint32_t mostCalls = 4'096;

bool letters(std::string_view text, std::size_t longest, std::string_view others)
{
    return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || others.find(c) != std::string_view::npos;
    });
}

constexpr std::string_view upperAndMarks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ._-";

bool languages(const std::vector<std::string>& list)
{
    return list.size() <= mostLanguages &&
           std::all_of(list.begin(), list.end(),
                       [](const std::string& language) { return letters(language, 35, "-"); });
}

bool rate(std::uint32_t value)
{
    return value >= 8'000 && value <= 192'000;
}

}  // namespace

std::string faultOf(const Report& report)
{
    const Engine& engine = report.engine;
    if (!letters(report.nodeId, 64, upperAndMarks)) return "its node_id is none";
    if (engine.name.empty() || engine.name.size() > 64) return "it names no engine";
    if (engine.version.size() > 64) return "its engine's version is too long";
    if (!languages(engine.languages)) return "its engine's languages are none";
    if (engine.sampleRates.size() > mostRates ||
        !std::all_of(engine.sampleRates.begin(), engine.sampleRates.end(), rate))
        return "its engine's sample rates are none";
    if (engine.maxConcurrency > mostCalls) return "it says it serves more calls than anybody does";
    if (report.voicesRevision.size() > 128) return "its voices' revision is too long";
    if (report.voices.size() > mostVoices) return "it has too many voices";
    return {};
}

}  // namespace scaispeak::scaiinfer
