#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <variant>

namespace scaispeak::core {

enum class LogLevel : std::uint8_t
{
    Debug,
    Info,
    Warning,
    Error
};

/// One named value of a log line. Views are read during the call only.
struct LogField
{
    std::string_view key;
    std::variant<std::string_view, std::int64_t, double, bool> value;
};

/// Where log lines go. `event` is a snake_case word from the catalogue in docs/operations.md. Never hand it a
/// token, a key, consent text or spoken text. Thread safe; never throws; never blocks on a slow reader for
/// long.
class Logger
{
public:
    virtual ~Logger() = default;
    virtual bool enabled(LogLevel level) const noexcept = 0;
    virtual void write(LogLevel level, std::string_view event, std::span<const LogField> fields) noexcept = 0;

    void debug(std::string_view event, std::initializer_list<LogField> fields = {}) noexcept
    {
        log(LogLevel::Debug, event, fields);
    }
    void info(std::string_view event, std::initializer_list<LogField> fields = {}) noexcept
    {
        log(LogLevel::Info, event, fields);
    }
    void warning(std::string_view event, std::initializer_list<LogField> fields = {}) noexcept
    {
        log(LogLevel::Warning, event, fields);
    }
    void error(std::string_view event, std::initializer_list<LogField> fields = {}) noexcept
    {
        log(LogLevel::Error, event, fields);
    }

private:
    void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) noexcept
    {
        if (enabled(level)) write(level, event, std::span<const LogField>(fields.begin(), fields.size()));
    }
};

}  // namespace scaispeak::core
