#pragma once

#include "core/logger.hpp"
#include "worker/uplink.hpp"

namespace scaispeak::worker {

/// Log lines that the host writes, under the plugin's name. Thread safe.
class RemoteLogger : public core::Logger
{
public:
    RemoteLogger(Uplink& uplink, bool debugLines) : _uplink(uplink), _debugLines(debugLines) {}

    bool enabled(core::LogLevel level) const noexcept override
    {
        return _debugLines || level != core::LogLevel::Debug;
    }
    void write(core::LogLevel level, std::string_view event,
               std::span<const core::LogField> fields) noexcept override;

private:
    Uplink& _uplink;
    bool _debugLines;
};

}  // namespace scaispeak::worker
