#include "settings.hpp"

#include "check.hpp"

#include <fstream>
#include <sstream>

namespace scaispeak::check {

namespace {

std::vector<std::string> commandOf(const boost::json::value& value, const std::string& file)
{
    std::vector<std::string> command;
    const auto* words = value.if_array();
    require(words != nullptr && !words->empty(),
            file + ": \"peer\" is a list of words, the first of which is a program");
    for (const auto& word : *words) {
        require(word.is_string(), file + ": \"peer\" is a list of words");
        command.emplace_back(word.get_string());
    }
    return command;
}

}  // namespace

Settings readSettings(const std::filesystem::path& plugin)
{
    const auto file = std::filesystem::path(plugin).replace_extension(".check.json");
    std::ifstream in(file);
    Settings settings;
    if (!in) return settings;
    std::ostringstream text;
    text << in.rdbuf();
    boost::system::error_code error;
    const boost::json::value value = boost::json::parse(text.str(), error);
    require(!error && value.is_object(), file.string() + " is no JSON object");
    settings.given = true;
    for (const auto& [key, member] : value.get_object()) {
        if (key == "peer") {
            settings.peer = commandOf(member, file.string());
            continue;
        }
        if (key == "token" && member.is_string()) {
            settings.token = member.get_string();
            continue;
        }
        require(
            key == "config" && member.is_object(),
            file.string() +
                ": there are \"config\", an object, \"peer\", a list of words, and \"token\", a text; \"" +
                std::string(key) + "\" is something else");
        settings.config = member.get_object();
    }
    return settings;
}

}  // namespace scaispeak::check
