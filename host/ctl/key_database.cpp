#include "ctl/key_database.hpp"

#include "access/permissions.hpp"
#include "ctl/command_failure.hpp"
#include "store/connection.hpp"
#include "store/migrator.hpp"

#include <algorithm>
#include <iterator>

namespace scaispeak::ctl {
namespace {

constexpr std::size_t pageSize = 200;

/// Who acts here: whoever may use the machine, so any tenant's keys are theirs to manage.
core::Principal machine(const std::string& tenantId)
{
    core::Principal principal;
    principal.identity.tenantId = tenantId;
    principal.identity.userId = "scaispeakctl";
    principal.permissions.emplace(access::admin);
    return principal;
}

std::unique_ptr<store::Store> openMigrated(const std::string& url, std::span<const store::Migration> steps)
{
    auto opened = store::openStore(url);
    store::Migrator migrator(opened->database, steps);
    const auto pending = migrator.pending();
    if (pending.empty()) return opened;
    // A database in use is migrated when somebody says so, not by looking at a list.
    if (pending.front().version != steps.front().version)
        throw CommandFailure(ExitCode::Usage,
                             "the database was made by an older ScaiSpeak: run 'scaispeakctl --config F "
                             "migrate', or start the new scaispeakd, first");
    migrator.apply();
    return opened;
}

}  // namespace

KeyDatabase::KeyDatabase(const std::string& url, std::span<const store::Migration> steps)
    : _store(openMigrated(url, steps)), _directory(_store->apiKeys), _keys(_store->apiKeys, _directory)
{}

std::vector<core::ApiKey> KeyDatabase::list(const std::string& tenantId)
{
    std::vector<core::ApiKey> all;
    for (const std::string& tenant : tenantId.empty() ? tenants() : std::vector{tenantId}) {
        std::string cursor;
        do {
            core::ApiKeyPage page = _keys.list(machine(tenant), pageSize, cursor);
            std::ranges::move(page.items, std::back_inserter(all));
            cursor = page.nextCursor;
        } while (!cursor.empty());
    }
    return all;
}

void KeyDatabase::revoke(const std::string& tenantId, const std::string& id)
{
    _keys.revoke(machine(tenantId), id, "");
}

std::vector<std::string> KeyDatabase::tenants()
{
    return _store->database.read([](store::Connection& connection) {
        std::vector<std::string> ids;
        for (const store::Row& row : connection.query("SELECT tenant_id FROM tenants ORDER BY tenant_id"))
            ids.push_back(row.text(0));
        return ids;
    });
}

}  // namespace scaispeak::ctl
