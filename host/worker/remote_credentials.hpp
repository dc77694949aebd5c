#pragma once

#include "core/credential_lookup.hpp"

namespace scaispeak::worker {

/// Asks the host who holds a key, in the middle of the call that the thread serves.
class RemoteCredentials : public core::CredentialLookup
{
public:
    std::optional<core::Identity> lookup(const core::Sha256& hash) override;
};

}  // namespace scaispeak::worker
