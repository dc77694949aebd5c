#pragma once

#include "pluginhost/wire/channel.hpp"
#include "pluginhost/wire/field_writer.hpp"

#include <mutex>

namespace scaispeak::worker {

/// The sending side of the control socket, for all threads of the worker. What the host needs waits until it
/// is sent; log lines and metrics are dropped when the host does not take them. Thread safe.
class Uplink
{
public:
    explicit Uplink(pluginhost::Channel& channel) : _channel(channel) {}

    void send(pluginhost::FrameKind kind, const pluginhost::FieldWriter& payload) noexcept
    {
        const std::lock_guard lock(_mutex);
        if (!payload.tooLarge()) _channel.send(kind, payload.bytes());
    }
    void offer(pluginhost::FrameKind kind, const pluginhost::FieldWriter& payload) noexcept
    {
        const std::lock_guard lock(_mutex);
        if (!payload.tooLarge()) _channel.trySend(kind, payload.bytes());
    }

private:
    std::mutex _mutex;
    pluginhost::Channel& _channel;
};

}  // namespace scaispeak::worker
