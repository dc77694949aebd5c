#include "config/addresses.hpp"
#include "config/reader.hpp"
#include "config/section.hpp"

namespace scaispeak::config {
namespace {

constexpr std::int64_t highestPort = 65'535;
constexpr std::int64_t mostCalls = 1'000'000;

/// Refuses the items of a list of text that `good` does not hold for.
void checkItems(Section& section, std::string_view key, bool (*good)(const std::string&),
                const std::string& expected)
{
    const Node* list = section.value(key);
    if (!list || list->kind != Node::Kind::List) return;
    for (std::size_t index = 0; index < list->items.size(); ++index) {
        const Node& item = list->items[index];
        if (item.faulty || item.kind != Node::Kind::Scalar || item.text.empty() || good(item.text)) continue;
        const std::string path = itemPath(memberPath(section.path(), key), index, item);
        section.faults().add(item.place, path, expected + " is expected, not " + shown(item));
    }
}

void readAddress(Section& section, std::string& out)
{
    section.text("address", out);
    if (!isHost(out))
        section.refuse("address", "an IP address or host name is expected, such as 127.0.0.1, 0.0.0.0 or ::");
}

void readTlsFile(Section& section, std::string_view key, std::filesystem::path& out,
                 const std::filesystem::path& folder)
{
    section.path(key, out, folder);
    const Node* node = section.node().find(key);
    const bool told =
        node && (node->faulty || node->kind == Node::Kind::List || node->kind == Node::Kind::Map);
    if (out.empty() && !told) section.refuse(key, "is missing; name a PEM file, or drop tls");
}

void readTls(Section& listen, const std::filesystem::path& folder, std::optional<Tls>& out)
{
    const Node* given = listen.value("tls");
    Section section = listen.section("tls");
    if (!given || given->kind != Node::Kind::Map) return;
    out.emplace();
    readTlsFile(section, "certificate", out->certificate, folder);
    readTlsFile(section, "key", out->key, folder);
}

void readListen(Section& root, const std::filesystem::path& folder, Listen& listen)
{
    Section section = root.section("listen");
    readAddress(section, listen.address);
    section.integer("port", listen.port, 0, highestPort);
    readTls(section, folder, listen.tls);
    section.texts("trusted_proxies", listen.trustedProxies);
    checkItems(section, "trusted_proxies", isNetwork, "an address or a network, such as 10.0.0.0/8,");
    section.texts("cors_origins", listen.corsOrigins);
    const auto origin = [](const std::string& text) { return isOrigin(text); };
    checkItems(section, "cors_origins", origin, "an origin, such as https://app.example.org,");
}

void readMetrics(Section& root, MetricsListen& metrics)
{
    Section section = root.section("metrics");
    readAddress(section, metrics.address);
    std::uint16_t port = 0;
    section.integer("port", port, 0, highestPort);
    if (section.value("port")) metrics.port = port;
}

void readNode(Section& root, const std::filesystem::path& folder, NodeSettings& node)
{
    Section section = root.section("node");
    section.path("client_ca", node.clientCa, folder);
    section.integer("clip_cache_mb", node.clipCacheMb, 0, 1'048'576);
}

void readDatabase(Section& root, const std::filesystem::path& folder, Configuration& configuration)
{
    constexpr std::string_view sqlite = "sqlite:";
    Section section = root.section("database");
    std::string& url = configuration.database.url;
    url = "sqlite:" + (configuration.stateDir / "scaispeak.db").string();
    std::string given;
    section.text("url", given);
    if (given.empty()) return;
    if (given.starts_with(sqlite) && given.size() > sqlite.size())
        url = "sqlite:" + (folder / given.substr(sqlite.size())).lexically_normal().string();
    else if (given.starts_with("postgresql://") && given.size() > 13)
        url = given;
    else
        section.refuse("url", "`sqlite:FILE` or `postgresql://user:password@host/name` is expected");
}

void readLimits(Section& root, Limits& limits)
{
    Section section = root.section("limits");
    section.integer("key_per_minute", limits.keyPerMinute, 0, mostCalls);
    section.integer("user_per_minute", limits.userPerMinute, 0, mostCalls);
    section.integer("tenant_per_minute", limits.tenantPerMinute, 0, mostCalls);
}

}  // namespace

void readHost(Section& root, const std::filesystem::path& folder, Configuration& configuration)
{
    readListen(root, folder, configuration.listen);
    readMetrics(root, configuration.metrics);
    readNode(root, folder, configuration.node);
    root.path("state_dir", configuration.stateDir, folder);
    root.path("plugin_dir", configuration.pluginDir, folder);
    readDatabase(root, folder, configuration);
    root.text("master_key", configuration.masterKey);
    Section keys = root.section("keys");
    keys.integer("rotate_days", configuration.keys.rotateDays, 1, 3'650);
    readLimits(root, configuration.limits);
}

}  // namespace scaispeak::config
