#pragma once

#include "config/configuration.hpp"
#include "core/logger.hpp"

#include <Poco/Util/ServerApplication.h>

#include <string>
#include <vector>

namespace scaispeak::app {

class Host;

/// The command line of scaispeakd, and its life from start to stop.
class HostApplication : public Poco::Util::ServerApplication
{
protected:
    void defineOptions(Poco::Util::OptionSet& options) override;
    void handleOption(const std::string& name, const std::string& value) override;
    void initialize(Application&) override {}  // Configuration is ours, see host/config.
    void uninitialize() override {}
    int main(const std::vector<std::string>& arguments) override;

private:
    enum class Task
    {
        Serve,
        Check,
        Print,
        Migrate,
        Help,
        Version
    };

    int perform();
    int serve(const config::Configuration& configuration);
    void reload(Host& host, core::Logger& logger) const;
    static int migrate(const config::Configuration& configuration);
    int showHelp() const;

    Task _task = Task::Serve;
    std::string _file;
};

}  // namespace scaispeak::app
