#pragma once

#include "app/slots.hpp"
#include "config/configuration.hpp"
#include "config/difference.hpp"
#include "pluginhost/plugin_host.hpp"

#include <string>
#include <vector>

namespace scaispeak::app {

/// The plugins of another configuration, made ready while the old ones work. Made on one thread.
class PluginReload
{
public:
    /// Loads what is new or changed, and tries once more what could not be loaded before. Throws
    /// PluginRefused when something new or changed cannot be: then nothing has happened.
    PluginReload(const config::Configuration& now, const config::Configuration& next,
                 pluginhost::PluginHost& plugins);

    /// Puts them in their places; once.
    void commit();

    /// Ids of plugins that are other instances after commit(), or gone.
    const std::vector<std::string>& exchanged() const { return _exchanged; }

private:
    void prepare(const config::Configuration& next, const std::string& id);
    void tryFailedOnes(const config::Configuration& next);

    pluginhost::PluginHost& _plugins;
    config::PluginChanges _changes;
    pluginhost::PluginHost::Prepared _prepared;
    std::vector<std::string> _exchanged;
};

/// "a, b, c"
std::string joined(const std::vector<std::string>& words);

}  // namespace scaispeak::app
