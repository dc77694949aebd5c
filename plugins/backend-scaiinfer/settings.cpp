#include "settings.hpp"

#include <boost/json.hpp>

#include <cmath>
#include <fstream>
#include <iterator>

namespace scaispeak::scaiinfer {
namespace {

namespace json = boost::json;

std::string textOf(const json::object& object, std::string_view key)
{
    const json::value* value = object.if_contains(key);
    return value == nullptr ? std::string() : std::string(value->as_string());
}

std::string fileOf(const json::object& tls, std::string_view key)
{
    const std::string name = textOf(tls, key);
    if (name.empty()) return {};
    std::ifstream stream(name);
    std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    if (!stream || text.empty())
        throw Error(Status::InvalidArgument, {},
                    "tls." + std::string(key) + ": the file " + name + " cannot be read");
    return text;
}

TlsFiles tlsOf(const json::object& tls)
{
    TlsFiles files{fileOf(tls, "ca"), fileOf(tls, "certificate"), fileOf(tls, "key")};
    if (files.certificate.empty() != files.key.empty())
        throw Error(Status::InvalidArgument, {}, "tls: certificate and key go together: give both or none");
    return files;
}

}  // namespace

Settings readSettings(std::string_view config)
{
    const json::value parsed = json::parse(config);
    const json::object& object = parsed.as_object();
    Settings settings;
    settings.engine = textOf(object, "engine");
    if (const json::value* nodes = object.if_contains("nodes"))
        for (const json::value& node : nodes->as_array())
            settings.nodes.emplace_back(node.as_string());
    const std::string dns = textOf(object, "dns");
    if (const auto colon = dns.rfind(':'); colon != std::string::npos) {
        settings.dnsName = dns.substr(0, colon);
        settings.dnsPort = dns.substr(colon + 1);
    }
    if (settings.nodes.empty() && settings.dnsName.empty())
        throw Error(Status::InvalidArgument, {}, "nodes: name at least one node, or a name in dns");
    if (const json::value* wait = object.if_contains("admission_wait_ms"))
        settings.admissionWait = std::chrono::milliseconds(wait->to_number<int>());
    if (const json::value* connect = object.if_contains("connect_s"))
        settings.connect = std::chrono::milliseconds(std::lround(connect->to_number<double>() * 1000));
    if (const json::value* tls = object.if_contains("tls")) settings.tls = tlsOf(tls->as_object());
    return settings;
}

}  // namespace scaispeak::scaiinfer
