#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::check {

class Subject;

enum class Verdict : std::uint8_t
{
    Passed,
    Failed,
    Skipped,  ///< Could not be made: something is missing that the author can give.
    Absent,   ///< Says nothing of this plugin: it does not offer what the check is about.
};

/// "passed", "failed", "skipped", "absent".
std::string_view word(Verdict verdict) noexcept;

/// What became of a check, and a sentence that says why or what was measured.
struct Outcome
{
    Verdict verdict = Verdict::Passed;
    std::string text;
};

/// The plugin broke the rule that the check is about; names what was seen and what to do.
class Failure : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// The check cannot be made; names what is missing.
class Unmet : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// The plugin does not offer what the check is about.
class NotOffered : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Throws Failure unless it holds.
inline void require(bool holds, const std::string& otherwise)
{
    if (!holds) throw Failure(otherwise);
}

/// One thing that is asked of a plugin. `make` returns what was measured, may be empty, and throws Failure,
/// Unmet or NotOffered.
struct Check
{
    std::string_view name;
    int level;
    int seconds;  ///< It is ended after that, as failed.
    std::string_view sentence;
    std::string (*make)(Subject& subject);
};

/// Every check, in the order in which they are made.
const std::vector<Check>& allChecks();

/// Runs it here; what it throws becomes the outcome.
Outcome outcomeOf(const Check& check, Subject& subject);

}  // namespace scaispeak::check
