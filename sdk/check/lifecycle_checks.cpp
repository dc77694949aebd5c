#include "check_lists.hpp"
#include "process_use.hpp"
#include "subject.hpp"

#include <memory>

namespace scaispeak::check {

namespace {

void live(Subject& subject, int times)
{
    for (int round = 0; round < times; ++round)
        const Instance instance(subject);
}

// The first instances may set up what stays as long as the process; what follows may not add to it.
std::string repeat(Subject& subject)
{
    live(subject, 10);
    const ProcessUse before = processUse();
    live(subject, 100);
    const ProcessUse after = settledUse(before);
    require(after.threads <= before.threads, "100 instances left " +
                                                 std::to_string(after.threads - before.threads) +
                                                 " threads behind: join them in destroy");
    require(after.descriptors <= before.descriptors,
            "100 instances left " + std::to_string(after.descriptors - before.descriptors) +
                " descriptors open: close them in destroy");
    const std::size_t grown = after.memory > before.memory ? after.memory - before.memory : 0;
    require(grown < 100 * 64, "each of 100 instances left " + std::to_string(grown / 100) +
                                  " bytes behind: free them in destroy");
    return std::to_string(grown) + " bytes more after 100";
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
        {"lifecycle-repeat", 1, 20, "100 instances leave no memory, thread or descriptor behind.", repeat},
        {"lifecycle-two", 1, 5, "Two instances live beside each other, and end in any order.", two},
        {"lifecycle-config", 1, 10,
         "A bad configuration is refused with a text, and unknown keys by the schema.", badConfiguration},
    };
}

}  // namespace scaispeak::check
