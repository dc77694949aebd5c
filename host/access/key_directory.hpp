#pragma once

#include "core/api_key_repository.hpp"
#include "core/credential_lookup.hpp"
#include "core/expiring_cache.hpp"

#include <atomic>
#include <cstring>

namespace scaispeak::access {

struct Sha256Hash
{
    std::size_t operator()(const core::Sha256& hash) const noexcept
    {
        std::size_t value = 0;
        std::memcpy(&value, hash.data(), sizeof value);
        return value;
    }
};

/// Whose key is this, and is its tenant active? Answers from memory for at most a second, so that a
/// revocation on another host counts within a second; one on this host counts at once (`forget`). Thread
/// safe.
class KeyDirectory : public core::CredentialLookup
{
public:
    explicit KeyDirectory(core::ApiKeyRepository& keys);

    std::optional<core::Identity> lookup(const core::Sha256& hash) override;
    bool tenantActive(const std::string& tenantId);

    /// Something changed in the keys: nothing that was known, or is being read at this moment, is used any
    /// more.
    void forget();

private:
    core::ApiKeyRepository& _keys;
    core::ExpiringCache<core::Sha256, std::optional<core::ApiKey>, Sha256Hash> _known;
    core::ExpiringCache<std::string, bool> _tenants;
    std::atomic<std::uint64_t> _changes{0};
};

}  // namespace scaispeak::access
