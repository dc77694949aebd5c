#include "app/process_watch.hpp"

#include <pthread.h>

#include <chrono>
#include <string_view>

namespace scaispeak::app {
namespace {

constexpr std::chrono::seconds interval{1};

}  // namespace

ProcessWatch::ProcessWatch(core::Logger& logger) : _logger(logger), _thread(&ProcessWatch::run, this) {}

ProcessWatch::~ProcessWatch()
{
    {
        const std::lock_guard lock(_mutex);
        _stopping = true;
    }
    _wake.notify_all();
    _thread.join();
}

void ProcessWatch::run()
{
    ::pthread_setname_np(::pthread_self(), "process watch");
    std::unique_lock lock(_mutex);
    while (!_wake.wait_for(lock, interval, [this] { return _stopping; })) {
        const std::string changed = pluginhost::joinedNames(_state.restore());
        if (!changed.empty()) _logger.error("process_changed", {{"what", std::string_view(changed)}});
    }
}

}  // namespace scaispeak::app
