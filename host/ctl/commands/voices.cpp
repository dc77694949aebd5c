#include "ctl/commands/voices.hpp"

#include "ctl/json_fields.hpp"
#include "ctl/session.hpp"
#include "ctl/table.hpp"
#include "ctl/voice_list.hpp"

#include <ostream>

namespace scaispeak::ctl {
namespace {

constexpr std::size_t mostVoices = 1'000'000;
constexpr const char* examples =
    "  scaispeakctl --key-file key voices --language en\n"
    "  scaispeakctl --key-file key voices --q scotland --limit 5\n"
    "  scaispeakctl --key-file key --json voices | jq -r .voice_id\n"
    "\n"
    "With --json each line is a voice as the API describes it.";

/// A voice that cannot speak just now says so where its kind stands.
std::string kindOf(const boost::json::object& voice)
{
    const std::string status = textOf(voice, "embedding_status");
    return status == "ready" ? textOf(voice, "kind") : textOf(voice, "kind") + " (" + status + ")";
}

}  // namespace

void Voices::addTo(CLI::App& parent)
{
    CLI::App& line = addLine(parent, "voices", "List the voices you may speak with", examples);
    line.add_option("--language", _language, "A language they speak, such as en or en-gb")->type_name("TAG");
    line.add_option("--q", _words, "Words in name, description or tags")->type_name("TEXT");
    line.add_option("--scope", _scope, "Whose they are")->check(CLI::IsMember({"global", "tenant", "user"}));
    line.add_option("--limit", _limit, "At most so many; default: all")
        ->check(CLI::Range(std::size_t{1}, mostVoices))
        ->type_name("N");
}

ExitCode Voices::run(const Session& session)
{
    const Query query{{"language", _language}, {"q", _words}, {"scope", _scope}};
    Table table({"ID", "NAME", "LANGUAGE", "GENDER", "KIND"});
    forEachVoice(session.api(), query, _limit, [&](const boost::json::object& voice) {
        if (session.json()) return session.print(voice);
        table.add({textOf(voice, "voice_id"), textOf(voice, "display_name"),
                   textOf(voice, "language_primary"), textOf(voice, "gender_hint"), kindOf(voice)});
    });
    if (!session.json()) table.print(session.console().out);
    return ExitCode::Ok;
}

}  // namespace scaispeak::ctl
