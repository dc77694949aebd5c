#pragma once

#include "access/permissions.hpp"
#include "http/call.hpp"
#include "http/route_table.hpp"
#include "http/services.hpp"

namespace scaispeak::http {

/// What a call must pass before its endpoint sees it, in the contract's order: credential, permission,
/// limits. Throws Failure. Thread safe.
class Admission
{
public:
    explicit Admission(Services& services) : _services(services) {}

    void admit(Call& call, const Route& route);

private:
    void authenticate(Call& call);
    static void requirePermission(const Call& call, const Route& route);
    void countAgainstLimits(Call& call);
    void countRefusal(const Call& call);

    Services& _services;
};

}  // namespace scaispeak::http
