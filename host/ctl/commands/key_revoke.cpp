#include "ctl/commands/key_revoke.hpp"

#include "ctl/key_database.hpp"
#include "ctl/key_words.hpp"
#include "ctl/session.hpp"

#include <ostream>

namespace scaispeak::ctl {
namespace {

constexpr const char* examples = "  scaispeakctl --config F key revoke --tenant acme key_4zq2...";

}  // namespace

void KeyRevoke::addTo(CLI::App& parent)
{
    CLI::App& line =
        addLine(parent, "revoke", "Revoke a key; running hosts notice within a second", examples);
    line.add_option("--tenant", _tenant, "The tenant it is of")->required()->type_name("ID");
    line.add_option("id", _id, "The key's id, as 'key list' shows it")->required()->type_name("KEY_ID");
}

ExitCode KeyRevoke::run(const Session& session)
{
    checkId("--tenant", _tenant);
    checkId("the key's id", _id);
    KeyDatabase database(session.configuration().database.url);
    database.revoke(_tenant, _id);
    if (session.json())
        session.print({{"id", _id}, {"revoked", true}});
    else
        session.console().out << "revoked " << _id << '\n';
    return ExitCode::Ok;
}

}  // namespace scaispeak::ctl
