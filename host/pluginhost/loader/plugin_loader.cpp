#include "pluginhost/loader/plugin_loader.hpp"

#include "pluginhost/loader/elf_file.hpp"
#include "pluginhost/loader/manifest.hpp"
#include "pluginhost/loader/named_files.hpp"
#include "pluginhost/loader/plugin_file.hpp"
#include "pluginhost/loader/process_state.hpp"
#include "pluginhost/loader/text.hpp"

#include <stdexcept>

namespace scaispeak::pluginhost {

namespace {

/// All of them as one reason.
std::string joined(const std::vector<std::string>& reasons)
{
    std::string out;
    for (const std::string& reason : reasons)
        out += (out.empty() ? "" : "; ") + reason;
    return out;
}

[[noreturn]] void refuseWithoutSymbol(const std::string& id, const SharedObject& object)
{
    std::string others;
    for (int major = 2; major <= 9; ++major)
        if (object.symbol("scaispeak_plugin_v" + std::to_string(major)) != nullptr)
            others += (others.empty() ? "" : ", ") + std::to_string(major);
    if (!others.empty())
        throw PluginRefused(LoadStep::Symbol, id,
                            "it is built for plugin ABI major " + others + ", and this host speaks major " +
                                std::to_string(SCS_ABI_MAJOR) +
                                ": upgrade the host, or install a build for major " +
                                std::to_string(SCS_ABI_MAJOR));
    throw PluginRefused(LoadStep::Symbol, id,
                        "it exports no " SCS_ENTRY_POINT
                        ", so it is no ScaiSpeak plugin: build it with "
                        "scaispeak_add_plugin() of the SDK, or remove it from the configuration");
}

const scs_plugin* askForDescriptor(const std::string& id, const SharedObject& object)
{
    void* symbol = object.symbol(SCS_ENTRY_POINT);
    if (symbol == nullptr) refuseWithoutSymbol(id, object);
    try {
        return reinterpret_cast<scs_entry_point>(symbol)();
    }
    catch (...) {
        throw PluginRefused(LoadStep::Descriptor, id,
                            SCS_ENTRY_POINT " threw an exception; report it to the plugin's vendor");
    }
}

ConfigSchema readSchema(const std::string& id, const std::string& text)
{
    try {
        return ConfigSchema(text);
    }
    catch (const std::invalid_argument& error) {
        throw PluginRefused(LoadStep::Schema, id,
                            std::string("its configuration schema is not usable: ") + error.what() +
                                "; report it to the plugin's vendor");
    }
}

}  // namespace

boost::json::object LoadedPlugin::manifest() const
{
    return manifestOf(descriptor, interfaces, schema.json());
}

void PluginLoader::passed(LoadStep step, const std::string& id) const
{
    if (_observer) _observer(step, id);
}

LoadedPlugin PluginLoader::open(const std::string& id, const std::filesystem::path& file) const
{
    const ProcessState before;
    SharedObject object(id, file);
    std::string changed = joinedNames(before.restore());
    passed(LoadStep::Open, id);
    const scs_plugin* theirs = askForDescriptor(id, object);
    passed(LoadStep::Symbol, id);
    Descriptor descriptor = readDescriptor(id, theirs);
    passed(LoadStep::Descriptor, id);
    Interfaces interfaces = readInterfaces(id, descriptor.getInterface);
    passed(LoadStep::Interfaces, id);
    ConfigSchema schema = readSchema(id, descriptor.configSchema);
    passed(LoadStep::Schema, id);
    return {std::move(object), std::move(descriptor), interfaces, std::move(schema), std::move(changed)};
}

boost::json::object PluginLoader::examined(const std::string& id, const std::filesystem::path& named,
                                           std::filesystem::path& file) const
{
    file = checkedPluginFile(id, named);
    passed(LoadStep::Path, id);
    checkElfFile(id, file);
    passed(LoadStep::Elf, id);
    boost::json::object manifest = readManifest(id, named);
    passed(LoadStep::Manifest, id);
    return manifest;
}

ExaminedPlugin PluginLoader::examine(const std::string& id, const std::filesystem::path& named) const
{
    std::filesystem::path file;
    const boost::json::object manifest = examined(id, named, file);
    Descriptor descriptor = describedBy(id, named, manifest);
    ConfigSchema schema = readSchema(id, descriptor.configSchema);
    passed(LoadStep::Schema, id);
    return {std::move(file), std::move(descriptor), interfacesOf(id, named, manifest), std::move(schema)};
}

LoadedPlugin PluginLoader::load(const std::string& id, const std::filesystem::path& named) const
{
    std::filesystem::path file;
    const boost::json::object manifest = examined(id, named, file);
    LoadedPlugin plugin = open(id, file);
    const auto differences = manifestDifferences(manifest, plugin.manifest());
    if (!differences.empty())
        throw PluginRefused(LoadStep::Compare, id,
                            "manifest and plugin disagree: " + joined(differences) + ": make it anew with " +
                                manifestCommand(named));
    passed(LoadStep::Compare, id);
    return plugin;
}

LoadedPlugin PluginLoader::inspect(const std::filesystem::path& named) const
{
    const std::string id = named.stem();
    if (named.extension() != ".so" || !isPluginId(id))
        throw PluginRefused(
            LoadStep::Path, id,
            named.string() + " is not named as a plugin: <id>.so, the id 3 to 64 of a-z, 0-9 and '-'");
    std::error_code error;
    const std::filesystem::path file = std::filesystem::canonical(named, error);
    if (error || !std::filesystem::is_regular_file(file))
        throw PluginRefused(LoadStep::Path, id, named.string() + " is no file: name the plugin's .so");
    checkElfFile(id, file);
    return open(id, file);
}

void PluginLoader::checkConfig(const LoadedPlugin& plugin, const boost::json::object& config) const
{
    check(plugin.descriptor.id, plugin.schema, config);
}

void PluginLoader::checkConfig(const ExaminedPlugin& plugin, const boost::json::object& config) const
{
    check(plugin.descriptor.id, plugin.schema, config);
}

void PluginLoader::check(const std::string& id, const ConfigSchema& schema,
                         const boost::json::object& config) const
{
    std::vector<ConfigFault> faults = schema.check(config);
    if (faults.empty()) faults = unreadableFiles(schema.json(), config);
    if (!faults.empty()) throw PluginRefused(id, std::move(faults));
    passed(LoadStep::Config, id);
}

}  // namespace scaispeak::pluginhost
