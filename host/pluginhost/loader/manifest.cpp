#include "pluginhost/loader/manifest.hpp"

#include "pluginhost/loader/plugin_file.hpp"
#include "pluginhost/loader/text.hpp"

#include <cstdint>
#include <fstream>
#include <initializer_list>
#include <limits>
#include <stdexcept>

namespace scaispeak::pluginhost {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::int64_t manifestVersion = 1;
constexpr std::streamsize sizeLimit = 2'097'152;

[[noreturn]] void refuse(const std::string& id, const std::string& reason)
{
    throw PluginRefused(LoadStep::Manifest, id, reason);
}

json::object parsed(const std::string& id, const fs::path& pluginFile)
{
    const fs::path file = manifestPath(pluginFile);
    const std::string remedy = ": make it anew with " + manifestCommand(pluginFile);
    // Opening a pipe would wait for somebody to write into it.
    std::error_code missing;
    if (fs::exists(file, missing) && !fs::is_regular_file(file, missing))
        refuse(id, "the manifest " + file.string() + " is not a regular file" + remedy);
    std::ifstream in(file, std::ios::binary);
    if (!in) refuse(id, "there is no readable manifest " + file.string() + remedy);
    std::string text(sizeLimit + 1, '\0');
    in.read(text.data(), sizeLimit + 1);
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (in.gcount() > sizeLimit) refuse(id, "the manifest " + file.string() + " is over 2 MiB" + remedy);
    boost::system::error_code error;
    json::value value = json::parse(text, error);
    if (error)
        refuse(id, "the manifest " + file.string() + " is not JSON (" + error.message() + ")" + remedy);
    if (!value.is_object()) refuse(id, "the manifest " + file.string() + " is not a JSON object" + remedy);
    return std::move(value.get_object());
}

std::uint32_t number(const std::string& id, const json::value* object, const char* key,
                     const std::string& remedy)
{
    const json::object* members = object != nullptr ? object->if_object() : nullptr;
    const json::value* member = members != nullptr ? members->if_contains(key) : nullptr;
    boost::system::error_code error;
    const auto value = member != nullptr ? member->to_number<std::uint32_t>(error) : 0;
    if (member == nullptr || error)
        refuse(id, std::string("the manifest's abi.") + key + " is not a whole number" + remedy);
    return value;
}

/// The value that is spelled so; throws when none is.
template <class Value>
Value ofWord(const std::string& text, std::initializer_list<Value> values)
{
    for (const Value value : values)
        if (word(value) == text) return value;
    throw std::out_of_range(text);
}

std::string shown(const json::value* value)
{
    if (value == nullptr) return "missing";
    const std::string text = json::serialize(*value);
    return text.size() <= 80 ? text : "something else";
}

void compare(const std::string& path, const json::object& manifest, const json::object& plugin,
             std::vector<std::string>& differences)
{
    const auto add = [&](std::string_view key, const json::value* left, const json::value* right) {
        differences.push_back(path + std::string(key) + " is " + shown(left) + " in the manifest and " +
                              shown(right) + " in the plugin");
    };
    for (const auto& [key, right] : plugin) {
        const json::value* left = manifest.if_contains(key);
        if (left != nullptr && left->is_object() && right.is_object() && key == "abi")
            compare(path + "abi.", left->get_object(), right.get_object(), differences);
        else if (left == nullptr || *left != right)
            add(key, left, &right);
    }
    for (const auto& [key, left] : manifest)
        if (!plugin.contains(key)) add(key, &left, nullptr);
}

}  // namespace

fs::path manifestPath(const fs::path& pluginFile)
{
    return fs::path(pluginFile).replace_extension(".json");
}

std::string manifestCommand(const fs::path& pluginFile)
{
    return "scaispeak-plugin-check --emit-manifest " + pluginFile.string();
}

json::object manifestOf(const Descriptor& descriptor, const Interfaces& interfaces, const json::value& schema)
{
    const auto list = [](const std::vector<std::string>& words) { return json::value_from(words); };
    return json::object{
        {"manifest", manifestVersion},
        {"id", descriptor.id},
        {"name", descriptor.name},
        {"version", descriptor.version},
        {"vendor", descriptor.vendor},
        {"license", descriptor.license},
        {"abi", json::object{{"major", descriptor.abi.major},
                             {"minor", descriptor.abi.minor},
                             {"draft", descriptor.abi.draft},
                             {"host_minor_required", descriptor.abi.hostMinorRequired}}},
        {"interfaces", list(interfaces.ids())},
        {"kinds", list(interfaces.kinds())},
        {"threading", word(descriptor.threading)},
        {"isolation", word(descriptor.isolation)},
        {"exclusive_group", descriptor.exclusiveGroup},
        {"config_schema", schema},
    };
}

json::object readManifest(const std::string& id, const fs::path& pluginFile)
{
    json::object manifest = parsed(id, pluginFile);
    checkOwnedAlone(id, manifestPath(pluginFile));
    const std::string remedy = ": make it anew with " + manifestCommand(pluginFile);

    const json::value* version = manifest.if_contains("manifest");
    if (version == nullptr || *version != manifestVersion)
        refuse(id, "the manifest's form is " + shown(version) + ", and this host reads form " +
                       std::to_string(manifestVersion) + remedy + ", of the same version as the host");

    const json::value* abi = manifest.if_contains("abi");
    checkAbiVersion(LoadStep::Manifest, id,
                    {number(id, abi, "major", remedy), number(id, abi, "minor", remedy),
                     number(id, abi, "draft", remedy), number(id, abi, "host_minor_required", remedy)});

    const json::value* own = manifest.if_contains("id");
    if (own == nullptr || *own != json::value(id))
        refuse(id, "the manifest is the one of " + shown(own) + remedy);
    return manifest;
}

Descriptor describedBy(const std::string& id, const fs::path& pluginFile, const json::object& manifest)
{
    const std::string remedy = ": make it anew with " + manifestCommand(pluginFile);
    try {
        const auto text = [&manifest](const char* key) { return std::string(manifest.at(key).as_string()); };
        const json::value* abi = manifest.if_contains("abi");
        Descriptor descriptor;
        descriptor.id = id;
        descriptor.name = text("name");
        descriptor.version = text("version");
        descriptor.vendor = text("vendor");
        descriptor.license = text("license");
        descriptor.exclusiveGroup = text("exclusive_group");
        descriptor.configSchema = json::serialize(manifest.at("config_schema"));
        descriptor.abi = {number(id, abi, "major", remedy), number(id, abi, "minor", remedy),
                          number(id, abi, "draft", remedy), number(id, abi, "host_minor_required", remedy)};
        descriptor.threading =
            ofWord(text("threading"), {Threading::Plugin, Threading::Instance, Threading::Concurrent});
        descriptor.isolation =
            ofWord(text("isolation"), {Isolation::Any, Isolation::PreferWorker, Isolation::RequireWorker});
        return descriptor;
    }
    catch (const PluginRefused&) {
        throw;
    }
    catch (const std::exception&) {
        refuse(id, "the manifest " + manifestPath(pluginFile).string() +
                       " lacks a member, or has one of a wrong type" + remedy);
    }
}

std::vector<std::string> interfacesOf(const std::string& id, const fs::path& pluginFile,
                                      const json::object& manifest)
{
    try {
        return json::value_to<std::vector<std::string>>(manifest.at("interfaces"));
    }
    catch (const std::exception&) {
        refuse(id, "the manifest " + manifestPath(pluginFile).string() +
                       " does not list the plugin's interfaces: make it anew with " +
                       manifestCommand(pluginFile));
    }
}

std::vector<std::string> manifestDifferences(const json::object& manifest, const json::object& plugin)
{
    std::vector<std::string> differences;
    compare("", manifest, plugin, differences);
    return differences;
}

}  // namespace scaispeak::pluginhost
