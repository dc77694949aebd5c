#pragma once

#include "config/configuration.hpp"
#include "core/logger.hpp"

#include <memory>

namespace scaispeak::app {

/// The composition root: makes everything in the order in which it stands on each other, starts it, and stops
/// it in the reverse order.
class Host
{
public:
    Host(const config::Configuration& configuration, core::Logger& logger);
    ~Host();
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;

    /// Serves when it returns. Throws what stands in the way, with the remedy.
    void start();

    /// Brings another configuration into force, as far as that goes while calls run; what needs a restart is
    /// logged by its keys. Throws what stands in the way, with the remedy: then nothing has changed. On the
    /// thread of start().
    void reload(config::Configuration next);

    /// Takes no new calls, lets running ones end for up to speak.drain_s, ends the rest. False when an engine
    /// did not let go of its call: then nothing may be destroyed, and the process must end.
    bool stop();

private:
    struct Parts;
    std::unique_ptr<Parts> _parts;
};

}  // namespace scaispeak::app
