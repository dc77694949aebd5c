#include "http/route_table.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include <utility>

namespace scaispeak::http {
namespace {

std::vector<std::string> split(std::string_view path)
{
    std::vector<std::string> parts;
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::size_t end = path.find('/');
        parts.emplace_back(path.substr(0, end));
        path.remove_prefix(end == std::string_view::npos ? path.size() : end);
    }
    return parts;
}

bool isParameter(const std::string& part)
{
    return part.starts_with('{');
}

std::optional<std::string> decoded(const std::string& part)
{
    try {
        std::string text;
        Poco::URI::decode(part, text);
        return text;
    }
    catch (const Poco::Exception&) {
        return std::nullopt;
    }
}

std::optional<std::vector<std::string>> match(const std::vector<std::string>& pattern,
                                              const std::vector<std::string>& path)
{
    if (pattern.size() != path.size()) return std::nullopt;
    std::vector<std::string> parameters;
    for (std::size_t index = 0; index < path.size(); ++index) {
        if (!isParameter(pattern[index])) {
            if (pattern[index] != path[index]) return std::nullopt;
            continue;
        }
        auto text = decoded(path[index]);
        if (!text || text->empty()) return std::nullopt;
        parameters.push_back(std::move(*text));
    }
    return parameters;
}

void allow(std::string& methods, const std::string& method)
{
    if (!methods.empty()) methods += ", ";
    methods += method == "GET" ? "GET, HEAD" : method;
}

bool serves(const Route& route, std::string_view method)
{
    return route.method == method || (method == "HEAD" && route.method == "GET");
}

}  // namespace

RouteTable::RouteTable(std::vector<Route> routes) : _routes(std::move(routes))
{
    for (const Route& route : _routes) {
        if (route.pattern.find('{') == std::string::npos)
            _literal[route.pattern].push_back(&route);
        else
            _patterns.push_back({split(route.pattern), &route});
    }
}

RouteTable::Match RouteTable::find(std::string_view method, const std::string& path) const
{
    Match result;
    if (const auto literal = _literal.find(path); literal != _literal.end()) {
        for (const Route* route : literal->second) {
            if (serves(*route, method)) {
                result.route = route;
                return result;
            }
            allow(result.allow, route->method);
        }
        return result;
    }
    const std::vector<std::string> parts = split(path);
    for (const Parts& candidate : _patterns) {
        auto parameters = match(candidate.pattern, parts);
        if (!parameters) continue;
        if (serves(*candidate.route, method)) return {candidate.route, std::move(*parameters), ""};
        allow(result.allow, candidate.route->method);
    }
    return result;
}

}  // namespace scaispeak::http
