#include "ctl/commands/key_list.hpp"

#include "core/identifiers.hpp"
#include "ctl/key_database.hpp"
#include "ctl/key_words.hpp"
#include "ctl/session.hpp"
#include "ctl/table.hpp"

namespace scaispeak::ctl {
namespace {

constexpr const char* examples =
    "  scaispeakctl --config F key list\n"
    "  scaispeakctl --config F --json key list --tenant acme";

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
        (text.empty() ? text : text += ",") += word;
    return text.empty() ? "-" : text;
}

boost::json::object jsonOf(const core::ApiKey& key)
{
    boost::json::object row;
    row["id"] = key.id;
    row["key"] = key.hint;
    row["name"] = key.name;
    row["tenant_id"] = key.tenantId;
    row["user_id"] = key.userId;
    row["roles"] = boost::json::array(key.roles.begin(), key.roles.end());
    row["permissions"] = boost::json::array(key.permissions.begin(), key.permissions.end());
    row["created_at"] = core::rfc3339(key.createdAt);
    row["expires_at"] =
        key.expiresAt == 0 ? boost::json::value(nullptr) : boost::json::value(core::rfc3339(key.expiresAt));
    return row;
}

Table::Cells cellsOf(const core::ApiKey& key)
{
    return {key.id,
            key.hint,
            key.tenantId,
            key.userId,
            joined(key.roles),
            joined(key.permissions),
            core::rfc3339(key.createdAt),
            key.expiresAt == 0 ? "never" : core::rfc3339(key.expiresAt),
            key.name};
}

}  // namespace

void KeyList::addTo(CLI::App& parent)
{
    CLI::App& line = addLine(parent, "list", "List the keys that are not revoked", examples);
    line.add_option("--tenant", _tenant, "Those of this tenant alone")->type_name("ID");
}

ExitCode KeyList::run(const Session& session)
{
    if (!_tenant.empty()) checkId("--tenant", _tenant);
    KeyDatabase database(session.configuration().database.url);
    Table table({"ID", "KEY", "TENANT", "USER", "ROLES", "PERMISSIONS", "CREATED", "EXPIRES", "NAME"});
    for (const core::ApiKey& key : database.list(_tenant)) {
        if (session.json())
            session.print(jsonOf(key));
        else
            table.add(cellsOf(key));
    }
    if (!session.json()) table.print(session.console().out);
    return ExitCode::Ok;
}

}  // namespace scaispeak::ctl
