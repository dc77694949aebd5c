#pragma once

#include "core/logger.hpp"
#include "pluginhost/loader/process_state.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace scaispeak::app {

/// Keeps what belongs to the whole process as it was when this was made: looks every second on a thread of
/// its own, puts back what a plugin has changed in some call since, and writes the log line
/// `process_changed`. What is changed while a plugin is made is put back at once, and blamed on it
/// (PluginInstance).
class ProcessWatch
{
public:
    explicit ProcessWatch(core::Logger& logger);
    ~ProcessWatch();
    ProcessWatch(const ProcessWatch&) = delete;
    ProcessWatch& operator=(const ProcessWatch&) = delete;

private:
    void run();

    core::Logger& _logger;
    const pluginhost::ProcessState _state;
    std::mutex _mutex;
    std::condition_variable _wake;
    bool _stopping = false;
    std::thread _thread;
};

}  // namespace scaispeak::app
