#include "pluginhost/plugin_metrics.hpp"

#include "pluginhost/loader/text.hpp"

#include <cmath>
#include <utility>
#include <vector>

namespace scaispeak::pluginhost {

namespace {

constexpr std::uint64_t maximumLabels = 8;
const char* const help = "A metric of a plugin; see the plugin's own documentation.";

/// Of names and label keys: [a-z_][a-z0-9_]*.
bool isMetricWord(std::string_view text)
{
    return isWord(text) && text.find_first_of(".-") == std::string_view::npos &&
           !(text[0] >= '0' && text[0] <= '9');
}

const std::vector<double>& bounds()
{
    static const std::vector<double> values{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
                                            1,     2.5,    5,     10,   25,    50,   100, 1000, 10000};
    return values;
}

}  // namespace

PluginMetrics::PluginMetrics(std::string pluginId, core::Metrics& metrics, core::Logger& logger)
    : _pluginId(std::move(pluginId)), _metrics(metrics), _logger(logger)
{}

void PluginMetrics::reject(const char* why)
{
    if (std::exchange(_rejected, true)) return;
    _logger.warning("plugin_metric_rejected",
                    {{"plugin", std::string_view(_pluginId)}, {"why", std::string_view(why)}});
}

std::optional<core::MetricLabels> PluginMetrics::readLabels(const scs_field* labels,
                                                            std::uint64_t count) const
{
    core::MetricLabels read{{"plugin", _pluginId}};
    if (count > maximumLabels || (count > 0 && labels == nullptr)) return std::nullopt;
    for (std::uint64_t index = 0; index < count; ++index) {
        const auto key = readText(labels[index].key, 64);
        const auto value = readPlainText(labels[index].text, 128);
        if (!key || !isMetricWord(*key) || !value || labels[index].type != SCS_FIELD_TEXT)
            return std::nullopt;
        if (!read.emplace(*key, *value).second) return std::nullopt;
    }
    return read;
}

PluginMetrics::Family* PluginMetrics::family(Kind kind, const std::string& name)
{
    const auto found = _families.find(name);
    if (found != _families.end()) return found->second.kind == kind ? &found->second : nullptr;
    if (_families.size() >= maximumNames) return nullptr;
    return &_families.emplace(name, Family{kind, {}}).first->second;
}

PluginMetrics::Instrument PluginMetrics::make(Kind kind, const std::string& name,
                                              const core::MetricLabels& labels)
{
    const std::string full = "scaispeak_plugin_" + name;
    Instrument made;
    switch (kind) {
        case Kind::Counter:
            made.counter = &_metrics.counter(full, help, labels);
            break;
        case Kind::Gauge:
            made.gauge = &_metrics.gauge(full, help, labels);
            break;
        case Kind::Histogram:
            made.histogram = &_metrics.histogram(full, help, bounds(), labels);
            break;
    }
    return made;
}

std::optional<PluginMetrics::Instrument> PluginMetrics::instrument(Kind kind, scs_str name,
                                                                   const scs_field* labels,
                                                                   std::uint64_t count)
{
    const std::lock_guard lock(_mutex);
    const auto word = readText(name, 64);
    auto read = readLabels(labels, count);
    if (!word || !isMetricWord(*word) || !read) {
        reject("its name or its labels break the rules of the ABI");
        return std::nullopt;
    }
    Family* family = this->family(kind, std::string(*word));
    if (family == nullptr) {
        reject("there are too many names, or one name is of two kinds");
        return std::nullopt;
    }
    auto found = family->instruments.find(*read);
    if (found == family->instruments.end() && family->instruments.size() >= maximumLabelSets) {
        for (auto& [key, value] : *read)
            if (key != "plugin") value = "other";
        found = family->instruments.find(*read);
    }
    if (found == family->instruments.end())
        found = family->instruments.emplace(*read, make(kind, std::string(*word), *read)).first;
    return found->second;
}

void PluginMetrics::add(scs_str name, double amount, const scs_field* labels, std::uint64_t count)
{
    if (!std::isfinite(amount) || amount < 0) return;
    if (const auto found = instrument(Kind::Counter, name, labels, count)) found->counter->add(amount);
}

void PluginMetrics::set(scs_str name, double value, const scs_field* labels, std::uint64_t count)
{
    if (const auto found = instrument(Kind::Gauge, name, labels, count)) found->gauge->set(value);
}

void PluginMetrics::observe(scs_str name, double value, const scs_field* labels, std::uint64_t count)
{
    if (!std::isfinite(value)) return;
    if (const auto found = instrument(Kind::Histogram, name, labels, count)) found->histogram->observe(value);
}

}  // namespace scaispeak::pluginhost
