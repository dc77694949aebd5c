#pragma once

#include "access/api_keys.hpp"
#include "access/key_directory.hpp"
#include "store/migration.hpp"
#include "store/store.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace scaispeak::ctl {

/// The API keys of a host, straight in its database. A new database gets its schema; one that lacks only some
/// steps, or has more than this version knows, is refused. Throws CommandFailure, core::Failure.
class KeyDatabase
{
public:
    explicit KeyDatabase(const std::string& url,
                         std::span<const store::Migration> steps = store::migrations());

    access::ApiKeys& keys() noexcept { return _keys; }

    /// All keys that are not revoked, newest first; with an empty tenant those of every tenant, tenant by
    /// tenant.
    std::vector<core::ApiKey> list(const std::string& tenantId);

    /// Throws core::Failure(NotFound).
    void revoke(const std::string& tenantId, const std::string& id);

private:
    std::vector<std::string> tenants();

    std::unique_ptr<store::Store> _store;
    access::KeyDirectory _directory;
    access::ApiKeys _keys;
};

}  // namespace scaispeak::ctl
