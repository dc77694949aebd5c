#include "check_lists.hpp"
#include "process_use.hpp"
#include "subject.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>

namespace scaispeak::check {

namespace {

void live(Subject& subject, int times)
{
    for (int round = 0; round < times; ++round)
        const Instance instance(subject);
}

constexpr int roundSize = 100;
constexpr int mostRounds = 10;
constexpr int certainAfter = 3;

std::size_t growth(std::size_t before, std::size_t after)
{
    return after > before ? after - before : 0;
}

std::string leftBehind(std::size_t count, const std::string& what)
{
    return std::to_string(roundSize) + " instances left " + std::to_string(count) + " " + what;
}

/// What has grown in every round so far. A library's own pools come and go: a round in which they did not
/// grow clears them. What instances leave behind grows in each.
class Suspects
{
public:
    void judge(const ProcessUse& before, const ProcessUse& after)
    {
        _threads = std::min(_threads, growth(before.threads, after.threads));
        _descriptors = std::min(_descriptors, growth(before.descriptors, after.descriptors));
        _memory = std::min(_memory, growth(before.memory, after.memory));
    }
    bool cleared() const noexcept
    {
        return _threads == 0 && _descriptors == 0 && _memory < std::size_t{roundSize} * 64;
    }
    /// Every instance left one: it need not be asked again.
    bool certain() const noexcept { return _threads >= roundSize || _descriptors >= roundSize; }
    std::size_t memory() const noexcept { return _memory; }
    void refuse() const
    {
        require(_threads == 0, leftBehind(_threads, "threads behind: join them in destroy"));
        require(_descriptors == 0, leftBehind(_descriptors, "descriptors open: close them in destroy"));
        throw Failure("each of " + std::to_string(roundSize) + " instances left " +
                      std::to_string(_memory / roundSize) + " bytes behind: free them in destroy");
    }

private:
    std::size_t _threads = SIZE_MAX;
    std::size_t _descriptors = SIZE_MAX;
    std::size_t _memory = SIZE_MAX;
};

// The first instances may set up what stays as long as the process; what follows may not add to it.
std::string repeat(Subject& subject)
{
    live(subject, 10);
    Suspects suspects;
    ProcessUse before = processUse();
    for (int round = 0; round < mostRounds && !suspects.cleared(); ++round) {
        live(subject, roundSize);
        const ProcessUse after = settledUse(before);
        suspects.judge(before, after);
        before = after;
        if (round + 1 >= certainAfter && suspects.certain()) break;
    }
    if (!suspects.cleared()) suspects.refuse();
    return std::to_string(suspects.memory()) + " bytes more after " + std::to_string(roundSize);
}

std::string two(Subject& subject)
{
    auto first = std::make_unique<Instance>(subject);
    auto second = std::make_unique<Instance>(subject);
    first.reset();
    const Instance third(subject);
    second.reset();
    return {};
}

std::string badConfiguration(Subject& subject)
{
    const auto& plugin = subject.plugin();
    // The host does not let these come to create; a plugin that trusts it may do as it likes but crash,
    // unless it says no: then with a text.
    for (const std::string_view config : {"{\"no such key\": 1}", "[]", "{", ""}) {
        CheckHost host;
        testing::CapturedError error;
        void* instance = nullptr;
        const scs_status status =
            plugin.descriptor.create(host.table(), testing::raw(config), &instance, error.raw());
        if (status == SCS_OK) {
            plugin.descriptor.destroy(instance);
            continue;
        }
        require(!error.publicMessage.empty() || !error.internalMessage.empty(),
                "create refuses the configuration " + std::string(config) +
                    " without a text: fill the error with error_set");
    }
    boost::json::object unknown{{"no such key", 1}};
    require(!plugin.schema.check(unknown).empty(),
            "the schema takes a key that nobody knows: say \"additionalProperties\": false");
    return {};
}

}  // namespace

Checks lifecycleChecks()
{
    return {
        {"lifecycle-repeat", 1, 30, "100 instances leave no memory, thread or descriptor behind.", repeat},
        {"lifecycle-two", 1, 5, "Two instances live beside each other, and end in any order.", two},
        {"lifecycle-config", 1, 10,
         "A bad configuration is refused with a text, and unknown keys by the schema.", badConfiguration},
    };
}

}  // namespace scaispeak::check
