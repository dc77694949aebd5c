#pragma once

#include "core/authenticator.hpp"

#include <string>

namespace scaispeak::app {

/// Stands in the chain for an auth plugin that did not load: nobody gets past it.
class UnavailableAuthenticator : public core::Authenticator
{
public:
    explicit UnavailableAuthenticator(std::string why);
    core::AuthResult authenticate(std::string_view credential, const core::CallIds& ids) noexcept override;

private:
    std::string _why;
};

}  // namespace scaispeak::app
