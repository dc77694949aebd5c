#pragma once

#include "config/loader.hpp"
#include "ctl/api.hpp"
#include "ctl/console.hpp"

#include <boost/json.hpp>

#include <string>

namespace scaispeak::ctl {

/// What stands before or behind every command.
struct GlobalOptions
{
    std::string config;
    std::string url;
    std::string keyFile;
    std::string caFile;
    bool json = false;
};

/// What a command works with. Throws CommandFailure. One thread.
class Session
{
public:
    Session(const Console& console, const config::Environment& environment, const GlobalOptions& options);

    const Console& console() const noexcept { return _console; }
    bool json() const noexcept { return _options.json; }

    /// One line of JSON on standard output.
    void print(const boost::json::object& line) const;

    /// Of --config, which must have been given. Throws CommandFailure(Usage) with every fault.
    config::Configuration configuration() const;

    /// Where the host is: --url, else what --config says, else SCAISPEAK_URL, else this machine. Ends without
    /// a slash.
    std::string url() const;

    /// The credential of --key-file, else of SCAISPEAK_KEY; empty when there is none.
    std::string key() const;

    /// The API with credential; without one that is CommandFailure(Usage).
    Api api() const;
    /// The API with what credential there is.
    Api api(const std::string& key) const;

private:
    const Console& _console;
    const config::Environment& _environment;
    const GlobalOptions& _options;
};

}  // namespace scaispeak::ctl
