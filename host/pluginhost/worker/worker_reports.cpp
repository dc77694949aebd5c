#include "pluginhost/worker/worker_reports.hpp"

#include "pluginhost/loader/text.hpp"
#include "pluginhost/wire/abi_fields.hpp"
#include "pluginhost/wire/metric_change.hpp"

#include <array>
#include <chrono>
#include <cstring>
#include <utility>

namespace scaispeak::pluginhost {

namespace {

constexpr std::uint64_t maximumFields = 64;

/// The fields that a frame ends with; false when there are too many or they are cut short.
bool readFields(FieldReader& reader, std::array<scs_field, maximumFields>& fields, std::uint64_t& count)
{
    count = reader.take<std::uint64_t>();
    if (count > fields.size()) return false;
    for (std::uint64_t index = 0; index < count; ++index)
        fields[index] = readField(reader);
    return reader.complete();
}

}  // namespace

WorkerReports::WorkerReports(std::string pluginId, core::Logger& logger, const scs_host& host)
    : _pluginId(std::move(pluginId)), _logger(logger), _host(host)
{}

void WorkerReports::started(const WorkerProcess& worker) const
{
    _logger.debug("worker_started",
                  {{"plugin", std::string_view(_pluginId)}, {"pid", std::int64_t{worker.pid()}}});
}

void WorkerReports::ready(const WorkerProcess& worker) const
{
    const auto took =
        std::chrono::duration<double, std::milli>(WorkerProcess::Clock::now() - worker.started());
    _logger.info("worker_ready", {{"plugin", std::string_view(_pluginId)},
                                  {"pid", std::int64_t{worker.pid()}},
                                  {"start_ms", took.count()},
                                  {"hardening", std::string_view(worker.hardening)}});
}

void WorkerReports::retired(const WorkerProcess& worker, std::string_view why) const
{
    _logger.info("worker_retired", {{"plugin", std::string_view(_pluginId)},
                                    {"pid", std::int64_t{worker.pid()}},
                                    {"reason", why},
                                    {"served", static_cast<std::int64_t>(worker.served.load())}});
}

void WorkerReports::killed(const WorkerProcess& worker, std::string_view why) const
{
    _logger.error(
        "worker_killed",
        {{"plugin", std::string_view(_pluginId)}, {"pid", std::int64_t{worker.pid()}}, {"reason", why}});
}

void WorkerReports::ended(const WorkerProcess& worker, const WorkerExit& exit, bool asked) const
{
    if (asked && exit.signal == 0 && exit.status == 0) return;
    const char* signal = exit.signal != 0 ? ::sigabbrev_np(exit.signal) : nullptr;
    _logger.error("worker_died", {{"plugin", std::string_view(_pluginId)},
                                  {"pid", std::int64_t{worker.pid()}},
                                  {"signal", std::string_view(signal != nullptr ? signal : "")},
                                  {"exit_status", std::int64_t{exit.status}},
                                  {"served", static_cast<std::int64_t>(worker.served.load())}});
}

void WorkerReports::notStarted(std::string_view why) const
{
    _logger.error("worker_not_started", {{"plugin", std::string_view(_pluginId)}, {"reason", why}});
}

void WorkerReports::refused(const WorkerProcess& worker, std::string_view reason) const
{
    _logger.error(
        "worker_refused",
        {{"plugin", std::string_view(_pluginId)}, {"pid", std::int64_t{worker.pid()}}, {"reason", reason}});
}

void WorkerReports::crashLoop(bool open) const
{
    if (open)
        _logger.error("worker_crash_loop", {{"plugin", std::string_view(_pluginId)}});
    else
        _logger.info("worker_crash_loop_over", {{"plugin", std::string_view(_pluginId)}});
}

void WorkerReports::output(const WorkerProcess& worker, std::string_view line)
{
    const LogLimit::Verdict verdict = _outputLimit.admit(_host.monotonic_ns(_host.ctx));
    if (!verdict.pass) return;
    _logger.warning("worker_output", {{"plugin", std::string_view(_pluginId)},
                                      {"pid", std::int64_t{worker.pid()}},
                                      {"line", line},
                                      {"dropped_before", static_cast<std::int64_t>(verdict.droppedBefore)}});
}

bool WorkerReports::pass(const Frame& frame) const
{
    FieldReader reader(frame.payload);
    switch (frame.kind) {
        case FrameKind::Log:
            return passLine(reader);
        case FrameKind::Metric:
            return passMetric(reader);
        default:
            return false;
    }
}

bool WorkerReports::passLine(FieldReader& reader) const
{
    const auto level = reader.take<std::int32_t>();
    const auto event = reader.take<scs_str>();
    std::array<scs_field, maximumFields> fields{};
    std::uint64_t count = 0;
    if (!readFields(reader, fields, count)) return false;
    // The host's own function: the same limits as for a plugin in the host.
    _host.log(_host.ctx, level, event, fields.data(), count);
    return true;
}

bool WorkerReports::passMetric(FieldReader& reader) const
{
    const auto change = reader.take<MetricChange>();
    const auto value = reader.take<double>();
    const auto name = reader.take<scs_str>();
    std::array<scs_field, maximumFields> labels{};
    std::uint64_t count = 0;
    if (!readFields(reader, labels, count)) return false;
    switch (change) {
        case MetricChange::Add:
            _host.metric_add(_host.ctx, name, value, labels.data(), count);
            return true;
        case MetricChange::Set:
            _host.metric_set(_host.ctx, name, value, labels.data(), count);
            return true;
        case MetricChange::Observe:
            _host.metric_observe(_host.ctx, name, value, labels.data(), count);
            return true;
    }
    return false;
}

}  // namespace scaispeak::pluginhost
