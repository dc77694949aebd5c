#pragma once

#include "core/logger.hpp"
#include "pluginhost/log_limit.hpp"
#include "pluginhost/wire/channel.hpp"
#include "pluginhost/wire/field_reader.hpp"
#include "pluginhost/worker/worker_process.hpp"

#include <scaispeak/abi.h>

#include <string>

namespace scaispeak::pluginhost {

/// What the host says of its workers in the log, and what they say in it. On the pool's thread alone.
class WorkerReports
{
public:
    WorkerReports(std::string pluginId, core::Logger& logger, const scs_host& host);

    void started(const WorkerProcess& worker) const;
    void ready(const WorkerProcess& worker) const;
    void retired(const WorkerProcess& worker, std::string_view why) const;
    void killed(const WorkerProcess& worker, std::string_view why) const;
    void ended(const WorkerProcess& worker, const WorkerExit& exit, bool asked) const;
    void notStarted(std::string_view why) const;
    void refused(const WorkerProcess& worker, std::string_view reason) const;
    void crashLoop(bool open) const;
    /// A line of its standard output or error.
    void output(const WorkerProcess& worker, std::string_view line);

    /// Log and Metric frames; false when the frame is none of these or breaks their form.
    bool pass(const Frame& frame) const;

private:
    bool passLine(FieldReader& reader) const;
    bool passMetric(FieldReader& reader) const;

    std::string _pluginId;
    core::Logger& _logger;
    const scs_host& _host;
    LogLimit _outputLimit;
};

}  // namespace scaispeak::pluginhost
