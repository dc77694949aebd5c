#include "pluginhost/loader/abi_version.hpp"

#include <scaispeak/abi.h>

namespace scaispeak::pluginhost {

AbiVersion hostAbiVersion() noexcept
{
    return {SCS_ABI_MAJOR, SCS_ABI_MINOR, SCS_ABI_DRAFT, 0};
}

std::string toString(const AbiVersion& version)
{
    const std::string number = std::to_string(version.major) + "." + std::to_string(version.minor);
    return version.draft == 0 ? number : number + " draft " + std::to_string(version.draft);
}

void checkAbiVersion(LoadStep step, const std::string& id, const AbiVersion& plugin)
{
    const AbiVersion host = hostAbiVersion();
    const std::string both =
        "it was built with plugin ABI " + toString(plugin) + ", and this host speaks " + toString(host);
    const std::string upgradeHost = ": upgrade the host, or install an older build of the plugin";
    const std::string upgradePlugin = ": upgrade the plugin to a build for this host";

    if (plugin.major != host.major)
        throw PluginRefused(step, id, both + (plugin.major > host.major ? upgradeHost : upgradePlugin));
    if (plugin.draft != host.draft) {
        // A plugin without a draft number is one of the finished version, which comes after every draft.
        const bool pluginIsNewer = host.draft != 0 && (plugin.draft == 0 || plugin.draft > host.draft);
        throw PluginRefused(
            step, id,
            both + ", and drafts do not go together" + (pluginIsNewer ? upgradeHost : upgradePlugin));
    }
    if (plugin.hostMinorRequired > host.minor)
        throw PluginRefused(step, id,
                            "it needs a host of plugin ABI " + std::to_string(plugin.major) + "." +
                                std::to_string(plugin.hostMinorRequired) +
                                " or later, and this host speaks " + toString(host) + upgradeHost);
}

}  // namespace scaispeak::pluginhost
