#pragma once

#include "core/failure.hpp"
#include "pluginhost/host_services.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace fakes {

using namespace scaispeak;

/// Keeps lines as "event key=value key=value".
class Logger : public core::Logger
{
public:
    bool enabled(core::LogLevel level) const noexcept override { return level != core::LogLevel::Debug; }

    void write(core::LogLevel, std::string_view event,
               std::span<const core::LogField> fields) noexcept override
    {
        std::string line(event);
        for (const auto& field : fields)
            line += " " + std::string(field.key) + "=" + std::visit(toText, field.value);
        const std::lock_guard lock(_mutex);
        _lines.push_back(line);
    }

    std::vector<std::string> lines() const
    {
        const std::lock_guard lock(_mutex);
        return _lines;
    }
    bool has(const std::string& part) const { return count(part) > 0; }
    std::size_t count(const std::string& part) const
    {
        std::size_t found = 0;
        for (const auto& line : lines())
            found += line.find(part) != std::string::npos ? 1 : 0;
        return found;
    }

private:
    struct ToText
    {
        std::string operator()(std::string_view text) const { return std::string(text); }
        std::string operator()(std::int64_t number) const { return std::to_string(number); }
        std::string operator()(double number) const { return std::to_string(number); }
        std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    };
    static constexpr ToText toText{};

    mutable std::mutex _mutex;
    std::vector<std::string> _lines;
};

/// Keeps the sum of each instrument under "name{key=value,...}".
class Metrics : public core::Metrics
{
public:
    struct Value : core::Counter, core::Gauge, core::Histogram
    {
        void add(double amount) override
        {
            const std::lock_guard lock(mutex);
            sum += amount;
        }
        void set(double value) override
        {
            const std::lock_guard lock(mutex);
            sum = value;
        }
        void observe(double value) override { Value::add(value); }
        std::mutex mutex;
        double sum = 0;
    };

    core::Counter& counter(const std::string& name, const std::string&,
                           const core::MetricLabels& labels) override
    {
        return value(name, labels);
    }
    core::Gauge& gauge(const std::string& name, const std::string&, const core::MetricLabels& labels) override
    {
        return value(name, labels);
    }
    core::Histogram& histogram(const std::string& name, const std::string&, const std::vector<double>&,
                               const core::MetricLabels& labels) override
    {
        return value(name, labels);
    }

    double sum(const std::string& key)
    {
        const std::lock_guard lock(_mutex);
        const auto found = _values.find(key);
        return found == _values.end() ? -1 : found->second->sum;
    }
    std::size_t size()
    {
        const std::lock_guard lock(_mutex);
        return _values.size();
    }

private:
    Value& value(const std::string& name, const core::MetricLabels& labels)
    {
        std::string key = name + "{";
        for (const auto& [label, text] : labels)
            key += label + "=" + text + ",";
        const std::lock_guard lock(_mutex);
        auto& value = _values[key + "}"];
        if (!value) value = std::make_unique<Value>();
        return *value;
    }

    std::mutex _mutex;
    std::map<std::string, std::unique_ptr<Value>> _values;
};

class Credentials : public core::CredentialLookup
{
public:
    std::optional<core::Identity> lookup(const core::Sha256& hash) override
    {
        if (down) throw core::Failure(core::ErrorCode::StorageUnavailable, "the database does not answer");
        const auto found = known.find(hash);
        return found == known.end() ? std::nullopt : std::optional(found->second);
    }
    std::map<core::Sha256, core::Identity> known;
    bool down = false;
};

/// All three, and the services made of them.
struct Host
{
    Logger logger;
    Metrics metrics;
    Credentials credentials;
    pluginhost::HostServices services{logger, metrics, credentials, "scaispeakd", "0.1.0"};
};

}  // namespace fakes
