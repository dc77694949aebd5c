#pragma once

#include "core/logger.hpp"
#include "core/metrics.hpp"

#include <scaispeak/abi.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace scaispeak::pluginhost {

/// The metrics of one plugin: `scaispeak_plugin_` before each name, the plugin's id as a label, at most 64
/// names and 100 label sets a name (more become "other"). What breaks the rules is left out, and said once in
/// the log. Thread safe.
class PluginMetrics
{
public:
    static constexpr std::size_t maximumNames = 64;
    static constexpr std::size_t maximumLabelSets = 100;

    PluginMetrics(std::string pluginId, core::Metrics& metrics, core::Logger& logger);

    void add(scs_str name, double amount, const scs_field* labels, std::uint64_t count);
    void set(scs_str name, double value, const scs_field* labels, std::uint64_t count);
    void observe(scs_str name, double value, const scs_field* labels, std::uint64_t count);

private:
    enum class Kind : std::uint8_t
    {
        Counter,
        Gauge,
        Histogram
    };
    struct Instrument
    {
        core::Counter* counter = nullptr;
        core::Gauge* gauge = nullptr;
        core::Histogram* histogram = nullptr;
    };
    struct Family
    {
        Kind kind;
        std::map<core::MetricLabels, Instrument> instruments;
    };

    std::optional<Instrument> instrument(Kind kind, scs_str name, const scs_field* labels,
                                         std::uint64_t count);
    Instrument make(Kind kind, const std::string& name, const core::MetricLabels& labels);
    Family* family(Kind kind, const std::string& name);
    std::optional<core::MetricLabels> readLabels(const scs_field* labels, std::uint64_t count) const;
    void reject(const char* why);

    std::string _pluginId;
    core::Metrics& _metrics;
    core::Logger& _logger;
    std::mutex _mutex;
    std::map<std::string, Family> _families;
    bool _rejected = false;
};

}  // namespace scaispeak::pluginhost
