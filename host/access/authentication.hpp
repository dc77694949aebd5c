#pragma once

#include "core/authenticator.hpp"
#include "core/logger.hpp"
#include "core/setting.hpp"

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace scaispeak::access {

class GrantDirectory;
class KeyDirectory;

/// Who is calling: asks the configured chain in order, and the first Allow or Deny ends it. Fails closed:
/// whatever goes wrong is a 401 or a 503, never a caller. Thread safe.
class Authentication
{
public:
    using Chain = std::vector<std::shared_ptr<core::Authenticator>>;

    Authentication(Chain chain, KeyDirectory& directory, GrantDirectory& grants, core::Logger& logger);

    /// `authorization` is the header's value, empty when there was none. Throws Failure: AuthTokenMissing,
    /// AuthTokenInvalid, AuthUnavailable, ModuleNotEnabled.
    core::Principal authenticate(std::string_view authorization, const core::CallIds& ids) const;

    /// Asked from the next call on; calls under way end with the chain they began with.
    void setChain(Chain chain) { _chain.set(std::move(chain)); }

private:
    core::Identity identify(std::string_view credential, const core::CallIds& ids) const;

    core::Setting<Chain> _chain;
    KeyDirectory& _directory;
    GrantDirectory& _grants;
    core::Logger& _logger;
};

/// What follows "Bearer " (case folded, as RFC 9110 has it). Throws Failure(AuthTokenMissing) when there is
/// nothing, Failure(AuthTokenInvalid) for another scheme or characters no credential has.
std::string_view bearerCredential(std::string_view authorization);

}  // namespace scaispeak::access
