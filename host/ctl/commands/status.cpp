#include "ctl/commands/status.hpp"

#include "ctl/json_fields.hpp"
#include "ctl/printable.hpp"
#include "ctl/session.hpp"
#include "ctl/table.hpp"

#include <ostream>

namespace scaispeak::ctl {
namespace {

constexpr const char* examples =
    "  scaispeakctl status\n"
    "  scaispeakctl --config F --key-file key status\n"
    "\n"
    "Ends with 0 when the host is ready, with 3 when it is not or cannot be reached.";

boost::json::object checksOf(const boost::json::object& data)
{
    const boost::json::object* checks = objectOf(data, "checks");
    return checks ? *checks : boost::json::object();
}

std::string words(const boost::json::object& object, std::string_view name)
{
    std::string text;
    if (const boost::json::array* array = arrayOf(object, name))
        for (const boost::json::value& word : *array)
            if (word.is_string()) text += (text.empty() ? "" : ", ") + std::string(word.get_string());
    return text.empty() ? "none" : text;
}

void printChecks(const boost::json::object& checks, std::ostream& out)
{
    Table table({"CHECK", "STATUS", "REASON"});
    for (const auto& [name, value] : checks)
        if (const boost::json::object* check = value.if_object())
            table.add({std::string(name), textOf(*check, "status"), textOf(*check, "reason")});
    table.print(out);
}

void printCaller(const boost::json::object& me, std::ostream& out)
{
    out << "you are " << printable(textOf(me, "user_id")) << " of " << printable(textOf(me, "tenant_id"))
        << "\n  roles: " << printable(words(me, "roles"))
        << "\n  permissions: " << printable(words(me, "permissions")) << '\n';
}

}  // namespace

void Status::addTo(CLI::App& parent)
{
    addLine(parent, "status", "Say whether the host is ready, and who you are there", examples);
}

ExitCode Status::run(const Session& session)
{
    const std::string key = session.key();
    const Api api = session.api(key);
    const ApiAnswer answer = api.ask(modulePath + "/readyz");
    const boost::json::object checks = checksOf(answer.data());
    // 503 is the answer "not ready", with the checks beside it; anything else is a fault.
    if (!answer.ok() && checks.empty()) throw answer.failure();
    boost::json::object line{{"url", api.url()}, {"ready", answer.ok()}, {"checks", checks}};
    if (!session.json()) {
        session.console().out << api.url() << ": " << (answer.ok() ? "ready" : "not ready") << '\n';
        printChecks(checks, session.console().out);
    }
    if (!key.empty()) {
        const boost::json::object me = api.get("/v1/me");
        if (!session.json()) printCaller(me, session.console().out);
        line["caller"] = me;
    }
    if (session.json()) session.print(line);
    return answer.ok() ? ExitCode::Ok : ExitCode::NotReady;
}

}  // namespace scaispeak::ctl
