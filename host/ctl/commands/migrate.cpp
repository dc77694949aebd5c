#include "ctl/commands/migrate.hpp"

#include "ctl/session.hpp"
#include "store/database.hpp"
#include "store/migrator.hpp"

#include <ostream>

namespace scaispeak::ctl {

void Migrate::addTo(CLI::App& parent)
{
    addLine(parent, "migrate", "Bring the database to what this version needs",
            "  scaispeakctl --config F migrate\n"
            "\n"
            "Hosts of the version before go on working meanwhile. With --json one line for each step that "
            "was applied.");
}

ExitCode Migrate::run(const Session& session)
{
    store::Database database(session.configuration().database.url);
    const auto applied = store::Migrator(database).apply();
    for (const store::PendingMigration& step : applied) {
        if (session.json())
            session.print({{"version", step.version}, {"name", step.name}});
        else
            session.console().out << "applied " << step.version << ": " << step.name << '\n';
    }
    if (applied.empty() && !session.json())
        session.console().out << "nothing to do: the database is up to date\n";
    return ExitCode::Ok;
}

}  // namespace scaispeak::ctl
