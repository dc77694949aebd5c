#pragma once

#include "check_process.hpp"

#include <string>
#include <vector>

namespace scaispeak::check {

/// All that was found of one plugin.
struct Findings
{
    std::string plugin;
    int level = 1;
    std::uint64_t seed = 1;
    bool whole = true;  ///< All checks of the level were made, not only some.
    std::vector<Report> reports;

    std::size_t count(Verdict verdict) const noexcept;
};

/// A line a check, and one for the whole; for people.
std::string asText(const Findings& findings);

/// The same for programs.
std::string asJson(const Findings& findings);

/// Every check with its sentence.
std::string listOfChecks();

}  // namespace scaispeak::check
