#include "pluginhost/plugin_log.hpp"

#include "pluginhost/loader/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace scaispeak::pluginhost {

namespace {

constexpr std::uint64_t maximumFields = 32;
constexpr std::uint64_t readable = 65'536;
constexpr std::size_t textLimit = 1'024;

core::LogLevel toLevel(std::int32_t level)
{
    switch (level) {
        case SCS_LOG_DEBUG:
            return core::LogLevel::Debug;
        case SCS_LOG_WARNING:
            return core::LogLevel::Warning;
        case SCS_LOG_ERROR:
            return core::LogLevel::Error;
        default:
            return core::LogLevel::Info;
    }
}

std::string_view toEvent(scs_str event)
{
    const auto view = readText(event, 64);
    const bool snakeCase = view && isWord(*view) && view->find_first_of(".-") == std::string_view::npos;
    return snakeCase ? *view : "plugin_line_without_event";
}

/// The host's own keys: two of a name in one line, and readers take the plugin's.
bool isReserved(std::string_view key)
{
    return key == "plugin" || key == "event" || key == "ts" || key == "level";
}

core::LogField toField(const scs_field& field, std::string_view key)
{
    switch (field.type) {
        case SCS_FIELD_TEXT: {
            const auto text = readText(field.text, readable);
            return {key, text ? cutText(*text, textLimit) : std::string_view("(no readable text)")};
        }
        case SCS_FIELD_INTEGER:
            return {key, field.integer};
        case SCS_FIELD_REAL:
            return {key, field.real};
        default:
            return {key, std::string_view("(of a type that this host does not know)")};
    }
}

}  // namespace

PluginLog::PluginLog(std::string pluginId, core::Logger& logger, core::Metrics& metrics)
    : _pluginId(std::move(pluginId)),
      _logger(logger),
      _dropped(metrics.counter("scaispeak_plugin_log_lines_dropped_total",
                               "Log lines of a plugin beyond its limit, which were dropped.",
                               {{"plugin", _pluginId}}))
{}

void PluginLog::write(std::int32_t level, scs_str event, const scs_field* fields, std::uint64_t count,
                      std::int64_t now)
{
    if (!_logger.enabled(toLevel(level))) return;
    const LogLimit::Verdict verdict = _limit.admit(now);
    if (verdict.droppedBefore > 0)
        _logger.warning("plugin_log_lines_dropped",
                        {{"plugin", _pluginId}, {"count", static_cast<std::int64_t>(verdict.droppedBefore)}});
    if (!verdict.pass) return _dropped.add();

    std::array<core::LogField, maximumFields + 1> line;
    std::size_t used = 0;
    line[used++] = {"plugin", std::string_view(_pluginId)};
    for (std::uint64_t index = 0; fields != nullptr && index < std::min(count, maximumFields); ++index) {
        const auto key = readText(fields[index].key, 64);
        if (key && isWord(*key) && !isReserved(*key)) line[used++] = toField(fields[index], *key);
    }
    _logger.write(toLevel(level), toEvent(event), {line.data(), used});
}

}  // namespace scaispeak::pluginhost
