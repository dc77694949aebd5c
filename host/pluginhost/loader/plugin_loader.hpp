#pragma once

#include "pluginhost/loader/config_schema.hpp"
#include "pluginhost/loader/descriptor.hpp"
#include "pluginhost/loader/interfaces.hpp"
#include "pluginhost/loader/shared_object.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace scaispeak::pluginhost {

/// A plugin's code, opened and checked, without any instance.
struct LoadedPlugin
{
    SharedObject object;
    Descriptor descriptor;
    Interfaces interfaces;
    ConfigSchema schema;
    /// What the file's constructors changed of the process and was put back; empty = nothing.
    std::string changedProcess;

    boost::json::object manifest() const;
};

/// A plugin as its manifest tells of it: no code of it has run. Its descriptor has no functions.
struct ExaminedPlugin
{
    std::filesystem::path file;
    Descriptor descriptor;
    std::vector<std::string> interfaces;  ///< Ids.
    ConfigSchema schema;
};

/// Loads plugins, step by step. Thread safe as far as the observer is.
class PluginLoader
{
public:
    /// Told of each step that was passed.
    using Observer = std::function<void(LoadStep step, const std::string& pluginId)>;

    explicit PluginLoader(Observer observer = {}) : _observer(std::move(observer)) {}

    /// Path, ELF header and manifest are checked before any code of the plugin runs. Throws PluginRefused.
    LoadedPlugin load(const std::string& id, const std::filesystem::path& file) const;

    /// The steps of load before any code of the plugin runs.
    ExaminedPlugin examine(const std::string& id, const std::filesystem::path& file) const;

    /// As load for a file that is not installed yet: whoever owns it, and without a manifest. Throws
    /// PluginRefused.
    LoadedPlugin inspect(const std::filesystem::path& file) const;

    /// Step "config": refuses a configuration that does not fit the plugin's schema, all faults at once.
    void checkConfig(const LoadedPlugin& plugin, const boost::json::object& config) const;
    void checkConfig(const ExaminedPlugin& plugin, const boost::json::object& config) const;

private:
    LoadedPlugin open(const std::string& id, const std::filesystem::path& file) const;
    boost::json::object examined(const std::string& id, const std::filesystem::path& named,
                                 std::filesystem::path& file) const;
    void check(const std::string& id, const ConfigSchema& schema, const boost::json::object& config) const;
    void passed(LoadStep step, const std::string& id) const;

    Observer _observer;
};

}  // namespace scaispeak::pluginhost
