#pragma once

#include "core/api_key.hpp"
#include "core/principal.hpp"

#include <optional>

namespace scaispeak::core {

/// Whose API key has this SHA-256? What auth plugins are given instead of the database.
class CredentialLookup
{
public:
    virtual ~CredentialLookup() = default;
    /// Nothing when there is no such key, or it expired or was revoked. Thread safe; may block on the
    /// database; throws Failure(StorageUnavailable).
    virtual std::optional<Identity> lookup(const Sha256& hash) = 0;
};

}  // namespace scaispeak::core
