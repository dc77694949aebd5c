#include "worker/served_functions.hpp"

namespace scaispeak::worker {

using namespace pluginhost;

void serveAuthenticate(ServedCall& call)
{
    const auto credential = call.arguments().take<scs_str>();
    std::int32_t decision = SCS_AUTH_DENY;
    call.run(call.interfaces().auth, [&](const scs_auth& table, scs_error* error) {
        return table.authenticate(call.instance(), call.call(), credential, &ServedCall::emit<scs_principal>,
                                  call.handle(), &decision, error);
    });
    call.results()(decision);
}

void serveExchange(ServedCall& call)
{
    const auto token = call.arguments().take<scs_str>();
    const auto audience = call.arguments().take<scs_str>();
    const auto scope = call.arguments().take<scs_str>();
    call.run(call.interfaces().tokenExchange, [&](const scs_token_exchange& table, scs_error* error) {
        return table.exchange(call.instance(), call.call(), token, audience, scope,
                              &ServedCall::emit<scs_exchanged_token>, call.handle(), error);
    });
}

}  // namespace scaispeak::worker
