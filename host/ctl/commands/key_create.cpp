#include "ctl/commands/key_create.hpp"

#include "ctl/key_database.hpp"
#include "ctl/key_words.hpp"
#include "ctl/session.hpp"

#include <algorithm>
#include <ostream>

namespace scaispeak::ctl {
namespace {

constexpr const char* examples =
    "  scaispeakctl --config F key create --tenant acme --user ann --role tenant_admin > key\n"
    "  scaispeakctl --config F key create --tenant acme --user bot --role tenant_user \\\n"
    "      --permission scaispeak:synthesize --permission scaispeak:voice.read --name \"door bell\"\n"
    "\n"
    "Roles: super_admin, partner_admin, tenant_admin, tenant_viewer, tenant_user.\n"
    "Permissions: scaispeak:synthesize, scaispeak:voice.read, scaispeak:voice.write, scaispeak:voice.share,\n"
    "scaispeak:admin. The key is shown this once; only its hash is kept.";

std::vector<std::string> withoutDoubles(std::vector<std::string> words)
{
    std::ranges::sort(words);
    words.erase(std::ranges::unique(words).begin(), words.end());
    return words;
}

}  // namespace

void KeyCreate::addTo(CLI::App& parent)
{
    CLI::App& line = addLine(parent, "create", "Make an API key and print it", examples);
    line.add_option("--tenant", _tenant, "Id of the tenant; made if it is new")->required()->type_name("ID");
    line.add_option("--user", _user, "Id of the user the key is of; made if it is new")
        ->required()
        ->type_name("ID");
    line.add_option("--role", _roles, "A role; may be repeated")
        ->required()
        ->allow_extra_args(false)
        ->type_name("ROLE");
    line.add_option("--permission", _permissions, "A permission beside those of the roles; may be repeated")
        ->allow_extra_args(false)
        ->type_name("PERMISSION");
    line.add_option("--name", _name, "What the key is for, as lists show it")->type_name("TEXT");
}

ExitCode KeyCreate::run(const Session& session)
{
    checkId("--tenant", _tenant);
    checkId("--user", _user);
    checkRoles(_roles);
    checkPermissions(_permissions);
    checkName(_name);
    KeyDatabase database(session.configuration().database.url);
    const access::NewApiKey made = database.keys().createOnMachine(_tenant, _user, withoutDoubles(_roles),
                                                                   withoutDoubles(_permissions), _name);
    if (session.json())
        session.print({{"id", made.key.id}, {"key", made.secret}});
    else
        session.console().out << made.secret << '\n';
    return ExitCode::Ok;
}

}  // namespace scaispeak::ctl
