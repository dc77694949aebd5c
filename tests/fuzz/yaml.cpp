#include "config/configuration.hpp"
#include "config/cross_checks.hpp"
#include "config/environment.hpp"
#include "config/masking.hpp"
#include "config/reader.hpp"
#include "config/secret_resolver.hpp"
#include "config/yaml_reader.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

namespace {

using namespace scaispeak::config;

/// What `--print-config` says of it; nothing when it is at fault. As load() does, without files.
std::optional<std::string> printed(const std::string& yaml, const Environment& environment)
{
    Faults faults;
    try {
        std::optional<Node> root = parseYaml(yaml, "c.yaml", faults);
        faults.raise();
        if (!root) std::abort();
        if (root->kind != Node::Kind::Map) return std::nullopt;
        Configuration configuration;
        configuration.pluginDir = "/plugins";
        overlayEnvironment(*root, environment, faults);
        configuration.secretPaths = resolveSecrets(*root, {}, "/no/such/folder", faults);
        readConfiguration(*root, "/folder", configuration, faults);
        checkAcross(configuration, *root, faults);
        faults.raise();
        return boost::json::serialize(toJson(configuration));
    }
    catch (const ConfigurationError& error) {
        if (error.faults().empty()) std::abort();
        for (const Fault& fault : error.faults())
            if (fault.reason.empty() || fault.place.file.empty()) std::abort();
        return std::nullopt;
    }
}

}  // namespace

// Whatever is accepted must print as a configuration that is accepted and prints the same. The first line may
// be the value of an environment variable.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::size_t line = text.find('\n');
    Environment environment;
    if (line != std::string::npos && text.starts_with("#=") && text.find('\0') > line)
        environment["SCAISPEAK_LISTEN"] = text.substr(2, line - 2);
    const auto once = printed(text, environment);
    // What stands for a reference once it is unescaped would be read as one.
    if (!once || once->find("${") != std::string::npos) return 0;
    if (printed(*once, {}) != once) std::abort();
    return 0;
}
