#include "pluginhost/loader/descriptor.hpp"

#include "pluginhost/loader/abi_struct.hpp"
#include "pluginhost/loader/text.hpp"

namespace scaispeak::pluginhost {

namespace {

constexpr std::uint64_t wordLimit = 64;
constexpr std::uint64_t lineLimit = 256;
constexpr std::uint64_t schemaLimit = 1'048'576;

[[noreturn]] void refuse(const std::string& id, const std::string& reason)
{
    throw PluginRefused(LoadStep::Descriptor, id, reason + "; report it to the plugin's vendor");
}

scs_plugin copied(const std::string& id, const scs_plugin* theirs)
{
    constexpr std::uint32_t minimum = SCAISPEAK_ABI_MINIMUM(scs_plugin, get_interface);
    scs_plugin plugin = {};
    switch (copyStruct(theirs, minimum, plugin)) {
        case StructCopy::Ok:
            return plugin;
        case StructCopy::Null:
            refuse(id, SCS_ENTRY_POINT " returned NULL instead of a descriptor");
        case StructCopy::TooSmall:
            refuse(id, "its descriptor's struct_size is less than the " + std::to_string(minimum) +
                           " bytes that plugin ABI 1.0 has");
        case StructCopy::TooLarge:
            refuse(id, "its descriptor's struct_size is over " + std::to_string(maximumStructSize) +
                           ", which no version of the plugin ABI has");
    }
    return plugin;
}

std::string line(const std::string& id, const char* member, scs_str text, std::uint64_t limit)
{
    const auto view = readPlainText(text, limit);
    if (!view)
        refuse(id, std::string("its descriptor's ") + member + " is not readable text of at most " +
                       std::to_string(limit) + " bytes (UTF-8, no control characters)");
    return std::string(*view);
}

std::string requiredLine(const std::string& id, const char* member, scs_str text, std::uint64_t limit)
{
    std::string value = line(id, member, text, limit);
    if (value.empty()) refuse(id, std::string("its descriptor has no ") + member);
    return value;
}

std::string schema(const std::string& id, scs_str text)
{
    const auto view = readText(text, schemaLimit);
    if (!view || view->empty())
        refuse(id, "its descriptor's config_schema is missing, over " + std::to_string(schemaLimit) +
                       " bytes or not UTF-8");
    return std::string(*view);
}

Threading threading(const std::string& id, std::int32_t value)
{
    switch (value) {
        case SCS_THREADING_PLUGIN:
            return Threading::Plugin;
        case SCS_THREADING_INSTANCE:
            return Threading::Instance;
        case SCS_THREADING_CONCURRENT:
            return Threading::Concurrent;
        default:
            refuse(id,
                   "its descriptor's threading " + std::to_string(value) + " is none that this host knows");
    }
}

Isolation isolation(const std::string& id, std::int32_t value)
{
    switch (value) {
        case SCS_ISOLATION_ANY:
            return Isolation::Any;
        case SCS_ISOLATION_PREFER_WORKER:
            return Isolation::PreferWorker;
        case SCS_ISOLATION_REQUIRE_WORKER:
            return Isolation::RequireWorker;
        default:
            refuse(id,
                   "its descriptor's isolation " + std::to_string(value) + " is none that this host knows");
    }
}

void readFunctions(const std::string& id, const scs_plugin& plugin, Descriptor& descriptor)
{
    if (plugin.create == nullptr) refuse(id, "its descriptor has no create function");
    if (plugin.destroy == nullptr) refuse(id, "its descriptor has no destroy function");
    if (plugin.get_interface == nullptr) refuse(id, "its descriptor has no get_interface function");
    descriptor.create = plugin.create;
    descriptor.destroy = plugin.destroy;
    descriptor.getInterface = plugin.get_interface;
}

std::string ownId(const std::string& id, scs_str text)
{
    std::string own = requiredLine(id, "id", text, wordLimit);
    if (!isPluginId(own))
        refuse(id, "its descriptor's id \"" + own + "\" is not 3 to 64 of a-z, 0-9 and '-'");
    if (own != id)
        throw PluginRefused(LoadStep::Descriptor, id,
                            "the plugin in " + id + ".so calls itself " + own + ": name the file " + own +
                                ".so, and configure it under that id");
    return own;
}

}  // namespace

std::string_view word(Threading threading) noexcept
{
    switch (threading) {
        case Threading::Plugin:
            return "plugin";
        case Threading::Instance:
            return "instance";
        case Threading::Concurrent:
            return "concurrent";
    }
    return "unknown";
}

std::string_view word(Isolation isolation) noexcept
{
    switch (isolation) {
        case Isolation::Any:
            return "any";
        case Isolation::PreferWorker:
            return "prefer_worker";
        case Isolation::RequireWorker:
            return "require_worker";
    }
    return "unknown";
}

Descriptor readDescriptor(const std::string& id, const scs_plugin* theirs)
{
    const scs_plugin plugin = copied(id, theirs);
    Descriptor descriptor;
    descriptor.abi = {SCS_ABI_MAJOR, plugin.abi_minor, plugin.abi_draft, plugin.host_minor_required};
    // Before anything else is believed: in another draft the members may mean something else.
    checkAbiVersion(LoadStep::Descriptor, id, descriptor.abi);
    descriptor.id = ownId(id, plugin.id);
    descriptor.name = requiredLine(id, "name", plugin.name, lineLimit);
    descriptor.version = requiredLine(id, "version", plugin.version, wordLimit);
    descriptor.vendor = line(id, "vendor", plugin.vendor, lineLimit);
    descriptor.license = line(id, "license", plugin.license, lineLimit);
    descriptor.exclusiveGroup = line(id, "exclusive_group", plugin.exclusive_group, wordLimit);
    descriptor.configSchema = schema(id, plugin.config_schema);
    descriptor.threading = threading(id, plugin.threading);
    descriptor.isolation = isolation(id, plugin.isolation);
    readFunctions(id, plugin, descriptor);
    return descriptor;
}

}  // namespace scaispeak::pluginhost
