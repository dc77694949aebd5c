#include "ctl/session.hpp"

#include "config/addresses.hpp"
#include "ctl/api_key_file.hpp"
#include "ctl/command_failure.hpp"
#include "ctl/signal_watch.hpp"

#include <ostream>

namespace scaispeak::ctl {
namespace {

std::string variable(const config::Environment& environment, const std::string& name)
{
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

/// An address to listen on is not always one to talk to.
std::string reachable(const std::string& address)
{
    if (address == "0.0.0.0") return "127.0.0.1";
    const std::string host = address == "::" ? "::1" : address;
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

std::string urlOf(const config::Listen& listen)
{
    if (listen.port == 0)
        throw CommandFailure(ExitCode::Usage,
                             "listen.port is 0, so the host chose its port when it started: say --url");
    return (listen.tls ? "https://" : "http://") + reachable(listen.address) + ":" +
           std::to_string(listen.port);
}

}  // namespace

Session::Session(const Console& console, const config::Environment& environment, const GlobalOptions& options)
    : _console(console), _environment(environment), _options(options)
{}

void Session::print(const boost::json::object& line) const
{
    _console.out << boost::json::serialize(line) << '\n';
}

config::Configuration Session::configuration() const
{
    if (_options.config.empty())
        throw CommandFailure(
            ExitCode::Usage,
            "this works on the database: say with --config where the host's configuration is");
    try {
        return config::load(_options.config, _environment);
    }
    catch (const config::ConfigurationError& error) {
        std::vector<std::string> rows;
        for (const config::Fault& fault : error.faults())
            rows.push_back(config::toString(fault));
        throw CommandFailure(ExitCode::Usage, "the configuration cannot be used", std::move(rows));
    }
}

std::string Session::url() const
{
    std::string url = _options.url;
    if (url.empty() && !_options.config.empty()) return urlOf(configuration().listen);
    if (url.empty()) url = variable(_environment, "SCAISPEAK_URL");
    if (url.empty()) return "http://127.0.0.1:8080";
    url.erase(url.find_last_not_of('/') + 1);
    if (!config::isHttpUrl(url))
        throw CommandFailure(ExitCode::Usage, "the URL of the host must be like http://127.0.0.1:8080");
    return url;
}

std::string Session::key() const
{
    if (!_options.keyFile.empty()) return readKeyFile(_options.keyFile, _console.err);
    const std::string key = variable(_environment, "SCAISPEAK_KEY");
    if (!key.empty()) checkKey(key, "SCAISPEAK_KEY");
    return key;
}

Api Session::api() const
{
    const std::string key = this->key();
    if (key.empty())
        throw CommandFailure(ExitCode::Usage,
                             "no API key: say --key-file FILE, or set SCAISPEAK_KEY ('scaispeakctl "
                             "--config F key create' makes one)");
    return api(key);
}

Api Session::api(const std::string& key) const
{
    return {HttpClient([] { return SignalWatch::caught() != 0; }, _options.caFile), url(), key};
}

}  // namespace scaispeak::ctl
