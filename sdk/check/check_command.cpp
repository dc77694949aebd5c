#include "check_command.hpp"

#include "peer_process.hpp"
#include "report.hpp"
#include "settings.hpp"

#include <algorithm>
#include <iostream>
#include <optional>

namespace scaispeak::check {

namespace {

// With --only the level says nothing: who names a check wants it made.
bool wanted(const Check& check, const CheckRequest& request)
{
    if (request.only.empty()) return check.level <= request.level;
    return std::ranges::any_of(request.only,
                               [&](const std::string& name) { return check.name.starts_with(name); });
}

// A file that is none is said by each check that needs an instance.
std::vector<std::string> peerOf(const std::filesystem::path& plugin)
{
    try {
        return readSettings(plugin).peer;
    }
    catch (const Failure&) {
        return {};
    }
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
    Order order = request.order;
    const std::vector<std::string> command = peerOf(order.plugin);
    std::optional<PeerProcess> peer;
    if (!command.empty()) order.peer = peer.emplace(command, order.plugin.parent_path()).address();
    for (const Check& check : allChecks()) {
        if (!wanted(check, request)) continue;
        findings.reports.push_back(request.inProcess ? runHere(check, order) : runApart(check, order));
    }
    if (findings.reports.empty()) {
        std::cerr << "no check is named so: --list names them\n";
        return ExitCode::Usage;
    }
    std::cout << (request.json ? asJson(findings) : asText(findings)) << std::flush;
    return exitCodeOf(findings);
}

}  // namespace scaispeak::check
