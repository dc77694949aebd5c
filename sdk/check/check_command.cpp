#include "check_command.hpp"

#include "report.hpp"

#include <algorithm>
#include <iostream>

namespace scaispeak::check {

namespace {

// With --only the level says nothing: who names a check wants it made.
bool wanted(const Check& check, const CheckRequest& request)
{
    if (request.only.empty()) return check.level <= request.level;
    return std::ranges::any_of(request.only,
                               [&](const std::string& name) { return check.name.starts_with(name); });
}

ExitCode exitCodeOf(const Findings& findings)
{
    if (findings.count(Verdict::Failed) > 0) return ExitCode::Refused;
    return findings.count(Verdict::Skipped) > 0 ? ExitCode::Skipped : ExitCode::Ok;
}

}  // namespace

const Check* findCheck(std::string_view name)
{
    const auto& all = allChecks();
    const auto found = std::ranges::find(all, name, &Check::name);
    return found == all.end() ? nullptr : &*found;
}

ExitCode checkPlugin(const CheckRequest& request)
{
    Findings findings{
        request.order.plugin.stem().string(), request.level, request.order.seed, request.only.empty(), {}};
    for (const Check& check : allChecks()) {
        if (!wanted(check, request)) continue;
        findings.reports.push_back(request.inProcess ? runHere(check, request.order)
                                                     : runApart(check, request.order));
    }
    if (findings.reports.empty()) {
        std::cerr << "no check is named so: --list names them\n";
        return ExitCode::Usage;
    }
    std::cout << (request.json ? asJson(findings) : asText(findings)) << std::flush;
    return exitCodeOf(findings);
}

}  // namespace scaispeak::check
