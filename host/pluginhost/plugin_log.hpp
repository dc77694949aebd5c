#pragma once

#include "core/logger.hpp"
#include "core/metrics.hpp"
#include "pluginhost/log_limit.hpp"

#include <scaispeak/abi.h>

#include <cstdint>
#include <string>

namespace scaispeak::pluginhost {

/// The log lines of one plugin: checked, limited, and each with the field plugin=<id>. Thread safe.
class PluginLog
{
public:
    PluginLog(std::string pluginId, core::Logger& logger, core::Metrics& metrics);

    /// `now` as in LogLimit. At most 32 fields are taken; a text is cut at 1 KiB.
    void write(std::int32_t level, scs_str event, const scs_field* fields, std::uint64_t count,
               std::int64_t now);

private:
    std::string _pluginId;
    core::Logger& _logger;
    core::Counter& _dropped;
    LogLimit _limit;
};

}  // namespace scaispeak::pluginhost
