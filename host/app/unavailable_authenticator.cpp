#include "app/unavailable_authenticator.hpp"

#include <utility>

namespace scaispeak::app {

UnavailableAuthenticator::UnavailableAuthenticator(std::string why) : _why(std::move(why)) {}

core::AuthResult UnavailableAuthenticator::authenticate(std::string_view, const core::CallIds&) noexcept
{
    core::AuthResult result;
    result.decision = core::AuthDecision::Unavailable;
    try {
        result.message = _why;
    }
    catch (const std::exception&) {
        result.message.clear();
    }
    return result;
}

}  // namespace scaispeak::app
