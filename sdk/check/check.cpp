#include "check.hpp"

#include "check_lists.hpp"
#include "pluginhost/loader/plugin_refused.hpp"

namespace scaispeak::check {

namespace {

Checks joined()
{
    Checks all;
    for (const auto& list :
         {fileChecks(), loadChecks(), lifecycleChecks(), backendChecks(), backendStopChecks(),
          backendParallelChecks(), authChecks(), objectsChecks(), destinationChecks(), preflightChecks(),
          transportChecks(), backendEnduranceChecks()})
        all.insert(all.end(), list.begin(), list.end());
    return all;
}

}  // namespace

std::string_view word(Verdict verdict) noexcept
{
    constexpr std::string_view words[] = {"passed", "failed", "skipped", "absent"};
    return words[static_cast<std::size_t>(verdict)];
}

const std::vector<Check>& allChecks()
{
    static const Checks all = joined();
    return all;
}

Outcome outcomeOf(const Check& check, Subject& subject)
{
    try {
        return {Verdict::Passed, check.make(subject)};
    }
    catch (const Unmet& unmet) {
        return {Verdict::Skipped, unmet.what()};
    }
    catch (const NotOffered& missing) {
        return {Verdict::Absent, missing.what()};
    }
    catch (const Failure& failure) {
        return {Verdict::Failed, failure.what()};
    }
    catch (const pluginhost::PluginRefused& refused) {
        return {Verdict::Failed, refused.what()};
    }
}

}  // namespace scaispeak::check
