#pragma once

#include "core/logger.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace scaispeak::tests {

/// Keeps the events of log lines, and every text that stood in them, for tests to look at. Thread safe.
class QuietLogger : public core::Logger
{
public:
    bool enabled(core::LogLevel) const noexcept override { return true; }

    void write(core::LogLevel, std::string_view event,
               std::span<const core::LogField> fields) noexcept override
    {
        const std::lock_guard lock(_mutex);
        _events.emplace_back(event);
        for (const core::LogField& field : fields)
            if (const auto* text = std::get_if<std::string_view>(&field.value)) _texts.emplace_back(*text);
    }

    std::vector<std::string> events() const
    {
        const std::lock_guard lock(_mutex);
        return _events;
    }

    bool mentions(std::string_view words) const
    {
        const std::lock_guard lock(_mutex);
        for (const std::string& text : _texts)
            if (text.find(words) != std::string::npos) return true;
        return false;
    }

private:
    mutable std::mutex _mutex;
    std::vector<std::string> _events;
    std::vector<std::string> _texts;
};

}  // namespace scaispeak::tests
