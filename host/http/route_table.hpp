#pragma once

#include "http/call.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace scaispeak::http {

/// Who may use a route.
enum class Gate
{
    Open,        ///< anybody
    SignedIn,    ///< anybody with a credential
    Permission,  ///< whoever has the route's permission
    SuperAdmin,  ///< the platform's own people
};

/// What a route does. Runs on a worker thread; answers through the call, at once or later; throws Failure.
using Endpoint = std::function<void(const std::shared_ptr<Call>&)>;

/// One line of the contract's list of routes.
struct Route
{
    std::string method;
    std::string pattern;  ///< "/v1/api-keys/{id}"
    Gate gate = Gate::Open;
    std::string permission;
    Endpoint endpoint;
};

/// All routes, found by method and path. Read only once made, so any thread may look.
class RouteTable
{
public:
    explicit RouteTable(std::vector<Route> routes);

    struct Match
    {
        const Route* route = nullptr;             ///< Null: no route of that path and method.
        std::vector<std::string> pathParameters;  ///< Percent-decoded.
        std::string allow;                        ///< For a path that is there with other methods only.
    };
    Match find(std::string_view method, const std::string& path) const;

    const std::vector<Route>& routes() const { return _routes; }

private:
    struct Parts
    {
        std::vector<std::string> pattern;  ///< By '/'; "{...}" stands for any one part.
        const Route* route = nullptr;
    };

    std::vector<Route> _routes;
    std::unordered_map<std::string, std::vector<const Route*>> _literal;
    std::vector<Parts> _patterns;
};

}  // namespace scaispeak::http
