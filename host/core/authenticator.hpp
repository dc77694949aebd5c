#pragma once

#include "core/principal.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace scaispeak::core {

enum class AuthDecision : std::uint8_t
{
    Allow,
    NotMine,
    Deny,
    Unavailable
};

struct AuthResult
{
    AuthDecision decision = AuthDecision::Deny;
    std::optional<Identity> identity;  ///< Set with Allow alone.
    std::string message;               ///< For the log, never for the caller.
};

struct CallIds
{
    std::string_view requestId;
    std::string_view traceparent;
};

/// Says who a credential belongs to. Thread safe. An error inside is a denial or Unavailable, never an Allow.
class Authenticator
{
public:
    virtual ~Authenticator() = default;
    virtual AuthResult authenticate(std::string_view credential, const CallIds& ids) noexcept = 0;
};

}  // namespace scaispeak::core
