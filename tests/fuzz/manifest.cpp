#include "pluginhost/loader/manifest.hpp"

#include "pluginhost/loader/config_schema.hpp"
#include "pluginhost/loader/plugin_refused.hpp"
#include "support/scratch_file.hpp"

#include <cstdint>
#include <cstdlib>
#include <stdexcept>

namespace {

using namespace scaispeak::pluginhost;

/// What the host goes on to do with the schema of a manifest: to show a configuration without its secrets.
void useSchema(const boost::json::value& schema)
{
    const boost::json::object config{{"token", "secret"}, {"list", {1, "two", {{"key", nullptr}}}}};
    try {
        const ConfigSchema read(boost::json::serialize(schema));
        read.check(config);
        // Masking replaces values and moves nothing.
        if (read.masked(config).size() != config.size()) std::abort();
    }
    catch (const std::invalid_argument&) {
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const ScratchFile plugin("fuzzed-plugin.so");
    static const ScratchFile file("fuzzed-plugin.json");
    file.write({reinterpret_cast<const char*>(data), size});
    try {
        const boost::json::object manifest = readManifest("fuzzed-plugin", plugin.path());
        if (manifest.at("id") != boost::json::value("fuzzed-plugin")) std::abort();
        if (!manifestDifferences(manifest, manifest).empty()) std::abort();
        if (const auto* schema = manifest.if_contains("config_schema")) useSchema(*schema);
    }
    catch (const PluginRefused& refused) {
        if (refused.reason().empty()) std::abort();
    }
    return 0;
}
