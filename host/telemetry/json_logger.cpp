#include "telemetry/json_logger.hpp"

#include "core/identifiers.hpp"
#include "telemetry/json_line.hpp"

#include <string>

namespace scaispeak::telemetry {
namespace {

constexpr std::size_t keptCapacity = 65'536;

std::string_view word(core::LogLevel level)
{
    switch (level) {
        case core::LogLevel::Debug:
            return "debug";
        case core::LogLevel::Info:
            return "info";
        case core::LogLevel::Warning:
            return "warning";
        case core::LogLevel::Error:
            break;
    }
    return "error";
}

void format(std::string& out, core::LogLevel level, std::string_view event,
            std::span<const core::LogField> fields)
{
    JsonLine line(out);
    line.add("ts", std::string_view(core::rfc3339(core::nowMicros())));
    line.add("level", word(level));
    line.add("event", event);
    for (const core::LogField& field : fields)
        std::visit([&](const auto& value) { line.add(field.key, value); }, field.value);
    line.end();
}

std::string droppedLine(std::uint64_t count)
{
    const core::LogField field{"count", static_cast<std::int64_t>(count)};
    std::string line;
    format(line, core::LogLevel::Warning, "log_lines_dropped", {&field, 1});
    return line;
}

}  // namespace

JsonLogger::JsonLogger(int descriptor, core::LogLevel threshold, std::size_t bound)
    : _threshold(threshold), _queue(descriptor, bound, droppedLine)
{}

void JsonLogger::write(core::LogLevel level, std::string_view event,
                       std::span<const core::LogField> fields) noexcept
{
    try {
        thread_local std::string line;
        line.clear();
        format(line, level, event, fields);
        _queue.push(line);
        if (line.capacity() > keptCapacity) std::string().swap(line);
    }
    catch (...) {
        _queue.countDropped();
    }
}

bool JsonLogger::flush(std::chrono::milliseconds wait) noexcept
{
    return _queue.flush(wait);
}

}  // namespace scaispeak::telemetry
