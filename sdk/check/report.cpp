#include "report.hpp"

#include "pluginhost/loader/pretty_json.hpp"
#include "pluginhost/loader/text.hpp"

#include <algorithm>

namespace scaispeak::check {

namespace {

std::string padded(std::string_view text, std::size_t width)
{
    return std::string(text) + std::string(text.size() < width ? width - text.size() : 1, ' ');
}

// What the plugin printed is nobody's to trust: it must not steer a terminal.
std::string shown(const std::string& printed)
{
    std::string text = printed;
    std::ranges::replace_if(
        text, [](unsigned char byte) { return byte != '\n' && byte != '\t' && (byte < 32 || byte > 126); },
        '?');
    return text;
}

std::string line(const Report& report)
{
    std::string text = padded(word(report.outcome.verdict), 8) + padded(report.check->name, 22) +
                       (report.outcome.verdict == Verdict::Passed ? std::string(report.check->sentence)
                                                                  : shown(report.outcome.text));
    if (report.outcome.verdict == Verdict::Passed && !report.outcome.text.empty())
        text += " (" + shown(report.outcome.text) + ")";
    if (report.outcome.verdict == Verdict::Failed && !report.printed.empty())
        text += "\n        it printed: " + shown(report.printed.substr(0, 400));
    return text + "\n";
}

std::string conclusion(const Findings& findings)
{
    if (findings.count(Verdict::Failed) > 0)
        return "not good enough for level " + std::to_string(findings.level);
    if (findings.count(Verdict::Skipped) > 0) return "nothing failed, but not all could be checked";
    if (!findings.whole) return "good in what was asked for";
    return findings.level == 1   ? "fit to be loaded"
           : findings.level == 2 ? "verified"
                                 : "verified, and it endured";
}

std::string counted(std::size_t count, std::string_view what)
{
    return std::to_string(count) + " " + std::string(what);
}

}  // namespace

std::size_t Findings::count(Verdict verdict) const noexcept
{
    return static_cast<std::size_t>(std::ranges::count_if(
        reports, [&](const Report& report) { return report.outcome.verdict == verdict; }));
}

std::string asText(const Findings& findings)
{
    std::string text;
    for (const Report& report : findings.reports)
        if (report.outcome.verdict != Verdict::Absent) text += line(report);
    return text + findings.plugin + ": " + conclusion(findings) + ": " +
           counted(findings.count(Verdict::Passed), "passed, ") +
           counted(findings.count(Verdict::Failed), "failed, ") +
           counted(findings.count(Verdict::Skipped), "skipped") + "\n";
}

std::string asJson(const Findings& findings)
{
    boost::json::array checks;
    for (const Report& report : findings.reports)
        checks.push_back(boost::json::object{{"check", report.check->name},
                                             {"level", report.check->level},
                                             {"outcome", word(report.outcome.verdict)},
                                             {"text", shown(report.outcome.text)},
                                             {"printed", shown(report.printed)},
                                             {"ms", report.milliseconds}});
    return pluginhost::prettyJson(boost::json::object{{"plugin", findings.plugin},
                                                      {"level", findings.level},
                                                      {"seed", findings.seed},
                                                      {"conclusion", conclusion(findings)},
                                                      {"failed", findings.count(Verdict::Failed)},
                                                      {"skipped", findings.count(Verdict::Skipped)},
                                                      {"checks", std::move(checks)}});
}

std::string listOfChecks()
{
    std::string text;
    for (const Check& check : allChecks())
        text +=
            std::to_string(check.level) + " " + padded(check.name, 22) + std::string(check.sentence) + "\n";
    return text;
}

}  // namespace scaispeak::check
