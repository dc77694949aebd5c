#include "config/json_conversion.hpp"
#include "config/reader.hpp"
#include "config/section.hpp"

#include <algorithm>

namespace scaispeak::config {
namespace {

/// Ids are file names, so nothing that could lead out of the folder: small letters, digits, single hyphens
/// between.
bool isPluginId(const std::string& id)
{
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), good) &&
           !id.starts_with('-') && !id.ends_with('-') && id.find("--") == std::string::npos;
}

bool isSlotName(const std::string& name)
{
    return !name.empty() && name.size() <= 16 &&
           std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void readId(Section& section, const Configuration& configuration, std::string& id)
{
    section.text("id", id);
    if (id.empty()) {
        if (!section.value("id"))
            section.refuse("id", "is missing; every plugin has an id, such as backend-espeak");
        else
            section.refuse("id", "is empty");
        return;
    }
    if (!isPluginId(id))
        section.refuse("id", "small letters, digits and single hyphens are expected, such as backend-espeak");
    if (configuration.plugin(id))
        section.refuse("id", "plugin '" + id + "' is given twice; keep one of them");
}

/// Keys that say nothing of a plugin in the host's process.
void readWorkers(Section& section, Plugin& plugin)
{
    struct Key
    {
        const char* name;
        std::optional<std::uint32_t>& value;
        std::int64_t least;
        std::int64_t most;
    };
    for (const Key& key :
         {Key{"workers", plugin.workers, 1, 256}, Key{"worker_calls", plugin.workerCalls, 0, 1'000'000'000},
          Key{"worker_memory_mb", plugin.workerMemoryMb, 0, 1'048'576}}) {
        if (!section.value(key.name)) continue;
        std::uint32_t value = 0;
        section.integer(key.name, value, key.least, key.most);
        key.value = value;
        if (plugin.isolation == Isolation::Process)
            section.refuse(key.name, "says nothing with isolation: process; drop one of them");
    }
}

void readPlugin(Section& section, const std::filesystem::path& folder, Configuration& configuration)
{
    Plugin plugin;
    readId(section, configuration, plugin.id);
    plugin.path = configuration.pluginDir / (plugin.id + ".so");
    section.path("path", plugin.path, folder);
    section.choice<Isolation>(
        "isolation", plugin.isolation,
        {{"auto", Isolation::Auto}, {"process", Isolation::Process}, {"worker", Isolation::Worker}});
    readWorkers(section, plugin);
    const Node* config = section.value("config");
    if (config && config->kind != Node::Kind::Map)
        section.refuse("config", "a map of keys is expected, not " + shown(*config));
    else if (config)
        plugin.config = toJson(*config).as_object();
    if (!plugin.id.empty() && !configuration.plugin(plugin.id))
        configuration.plugins.push_back(std::move(plugin));
}

void readPluginList(Section& root, const std::filesystem::path& folder, Configuration& configuration)
{
    const Node* list = root.value("plugins");
    if (!list) return;
    if (list->kind != Node::Kind::List)
        return root.refuse("plugins", "a list is expected, such as [{id: auth-apikey}], not " + shown(*list));
    for (std::size_t index = 0; index < list->items.size(); ++index) {
        const Node& item = list->items[index];
        const std::string path = itemPath("plugins", index, item);
        if (item.kind != Node::Kind::Map) {
            root.faults().add(item.place, path,
                              "a map is expected, such as {id: auth-apikey}, not " + shown(item));
            continue;
        }
        Section section(item, path, root.faults());
        readPlugin(section, folder, configuration);
    }
}

void readSlot(Section& slots, const std::string& name, Configuration& configuration)
{
    Section section = slots.section(name);
    Slot& slot = configuration.slots[name];
    section.text("plugin", slot.plugin);
    section.choice<SlotClass>("class", slot.slotClass,
                              {{"self_hosted", SlotClass::SelfHosted}, {"relay", SlotClass::Relay}});
}

void readSlots(Section& root, Configuration& configuration)
{
    Section slots = root.section("slots");
    for (const Node::Member& member : slots.node().members) {
        if (isSlotName(member.key)) {
            readSlot(slots, member.key, configuration);
            continue;
        }
        slots.value(member.key);
        slots.refuse(member.key, "a slot's name is a word of capital letters, such as A");
    }
}

void readPolicy(Section& root, PolicyDefault& policy)
{
    Section section = root.section("policy_default");
    section.texts("allowed_backends", policy.allowedBackends);
    section.text("default_backend", policy.defaultBackend);
}

}  // namespace

void readPlugins(Section& root, const std::filesystem::path& folder, Configuration& configuration)
{
    readPluginList(root, folder, configuration);
    readSlots(root, configuration);
    readPolicy(root, configuration.policyDefault);
    Section auth = root.section("auth");
    auth.texts("chain", configuration.auth.chain);
    auth.text("exchange", configuration.auth.exchange);
    Section objects = root.section("objects");
    objects.text("plugin", configuration.objectsPlugin);
    Section destination = root.section("destination");
    destination.text("plugin", configuration.destinationPlugin);
}

}  // namespace scaispeak::config
