#pragma once

#include "core/cancellation.hpp"
#include "pluginhost/plugin_instance.hpp"
#include "pluginhost/wire/channel.hpp"

#include <cstdint>
#include <mutex>
#include <string>

namespace scaispeak::worker {

/// One socket on which the host calls, and the thread that serves it: one call at a time.
class Lane
{
public:
    explicit Lane(pluginhost::Channel channel) : _channel(std::move(channel)) {}
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    /// Serves until the host closes the socket.
    void run(pluginhost::PluginInstance& instance);

    /// [of the control thread] Call `number` is not wanted any more; ignored when it is over.
    void stop(std::uint64_t number, scs_status why) noexcept;

    /// The lane whose call the calling thread serves, or nullptr.
    static Lane* current() noexcept;

    // Of the call that is served, on its own thread.
    pluginhost::Channel& channel() { return _channel; }
    const core::Cancellation& cancellation() const { return *_cancellation; }

private:
    void serve(pluginhost::PluginInstance& instance, std::span<const std::byte> payload);
    void begin(std::uint64_t number, std::string requestId, bool backend,
               pluginhost::PluginInstance& instance);
    void end() noexcept;

    pluginhost::Channel _channel;
    std::mutex _mutex;
    std::uint64_t _number = 0;  ///< 0 = no call.
    std::string _requestId;
    pluginhost::PluginInstance* _cancels = nullptr;  ///< Whose cancel is called at a stop.
    std::unique_ptr<core::Cancellation> _cancellation;
};

}  // namespace scaispeak::worker
