#include "store/database_url.hpp"

#include "core/failure.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string_view>

namespace scaispeak::store {
namespace {

using Options = std::map<std::string, std::string>;

[[noreturn]] void refuse(const std::string& why)
{
    const std::string message =
        "database.url " + why + " Write sqlite:FILE or postgresql://user:password@host:port/database.";
    throw core::Failure(core::ErrorCode::ValidationError, message).withDetail({"database.url", "", message});
}

DatabaseUrl sqliteUrl(const std::string& path)
{
    if (path.empty()) refuse("names no file.");
    if (path == ":memory:") refuse("asks for a database in memory, which several connections cannot share.");
    if (path.find('\0') != std::string::npos) refuse("has a NUL character in its path.");
    return {DatabaseKind::Sqlite, std::filesystem::absolute(path).lexically_normal().string()};
}

bool isOptionName(std::string_view name)
{
    return !name.empty() &&
           std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

std::string conninfoValue(std::string_view value)
{
    if (value.find('\0') != std::string_view::npos) refuse("has a NUL character in a value.");
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    return text + "'";
}

std::string decoded(const std::string& text)
{
    std::string plain;
    Poco::URI::decode(text, plain);
    return plain;
}

Options optionsOf(const Poco::URI& uri)
{
    // A peer that vanished must not hold a connection for longer than a caller waits.
    Options options{{"application_name", "scaispeak"},
                    {"client_encoding", "UTF8"},
                    {"connect_timeout", "5"},
                    {"keepalives_idle", "30"},
                    {"tcp_user_timeout", "15000"}};
    const std::string& userInfo = uri.getUserInfo();
    const auto colon = userInfo.find(':');
    if (!userInfo.empty()) options["user"] = decoded(userInfo.substr(0, colon));
    if (colon != std::string::npos) options["password"] = decoded(userInfo.substr(colon + 1));
    if (!uri.getHost().empty()) options["host"] = uri.getHost();
    if (uri.getSpecifiedPort() != 0) options["port"] = std::to_string(uri.getSpecifiedPort());
    if (uri.getPath().size() > 1) options["dbname"] = uri.getPath().substr(1);
    for (const auto& [name, value] : uri.getQueryParameters()) {
        if (!isOptionName(name)) refuse("has an option that is not a word of libpq.");
        options[name] = value;
    }
    if (!options.contains("dbname")) refuse("names no database.");
    return options;
}

DatabaseUrl postgresUrl(const std::string& url)
{
    std::string conninfo;
    try {
        for (const auto& [name, value] : optionsOf(Poco::URI(url)))
            conninfo += (conninfo.empty() ? "" : " ") + name + "=" + conninfoValue(value);
    }
    catch (const Poco::Exception&) {
        refuse("is not a URL.");
    }
    return {DatabaseKind::PostgreSql, conninfo};
}

}  // namespace

DatabaseUrl parseDatabaseUrl(const std::string& url)
{
    constexpr std::string_view sqlite = "sqlite:";
    if (url.starts_with(sqlite)) return sqliteUrl(url.substr(sqlite.size()));
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return postgresUrl(url);
    refuse("has an unknown kind of database.");
}

}  // namespace scaispeak::store
