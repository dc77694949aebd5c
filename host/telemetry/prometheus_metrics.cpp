#include "telemetry/prometheus_metrics.hpp"

#include <prometheus/check_names.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace scaispeak::telemetry {
namespace {

class CounterOverPrometheus : public core::Counter
{
public:
    using Kind = prometheus::Counter;
    static constexpr const char* word = "counter";
    static auto builder() { return prometheus::BuildCounter(); }
    explicit CounterOverPrometheus(Kind& counter) : _counter(counter) {}
    void add(double amount) override
    {
        if (amount > 0 && std::isfinite(amount)) _counter.Increment(amount);
    }

private:
    Kind& _counter;
};

class GaugeOverPrometheus : public core::Gauge
{
public:
    using Kind = prometheus::Gauge;
    static constexpr const char* word = "gauge";
    static auto builder() { return prometheus::BuildGauge(); }
    explicit GaugeOverPrometheus(Kind& gauge) : _gauge(gauge) {}
    void set(double value) override { _gauge.Set(value); }
    void add(double amount) override { _gauge.Increment(amount); }

private:
    Kind& _gauge;
};

class HistogramOverPrometheus : public core::Histogram
{
public:
    using Kind = prometheus::Histogram;
    static constexpr const char* word = "histogram";
    static auto builder() { return prometheus::BuildHistogram(); }
    explicit HistogramOverPrometheus(Kind& histogram) : _histogram(histogram) {}
    void observe(double value) override
    {
        // One of these would spoil the sum for good.
        if (std::isfinite(value)) _histogram.Observe(value);
    }

private:
    Kind& _histogram;
};

void checkLabels(const std::string& name, const core::MetricLabels& labels)
{
    for (const auto& [label, value] : labels) {
        const bool reserved = label == "le" || label == "quantile";
        if (reserved || !prometheus::CheckLabelName(label))
            throw std::invalid_argument(std::string("metric ")
                                            .append(name)
                                            .append(": Prometheus does not allow the label '")
                                            .append(label)
                                            .append("'"));
    }
}

/// One name: its series by their labels.
template <typename Instrument>
class Family
{
public:
    Family(prometheus::Registry& registry, const std::string& name, const std::string& help,
           std::vector<double> bounds)
        : _family(Instrument::builder().Name(name).Help(help).Register(registry)), _bounds(std::move(bounds))
    {}

    Instrument& series(const std::string& name, core::MetricLabels labels, std::size_t limit)
    {
        if (!_series.empty() && !sameNames(labels))
            throw std::invalid_argument("metric " + name + ": is used already with other labels");
        const auto found = _series.find(labels);
        if (found != _series.end()) return *found->second;
        checkLabels(name, labels);
        if (_series.size() >= limit)
            for (auto& label : labels)
                label.second = "other";
        std::unique_ptr<Instrument>& place = _series[labels];
        if (!place) place = std::make_unique<Instrument>(add(labels));
        return *place;
    }

private:
    bool sameNames(const core::MetricLabels& labels) const
    {
        const core::MetricLabels& first = _series.begin()->first;
        return std::equal(first.begin(), first.end(), labels.begin(), labels.end(),
                          [](const auto& left, const auto& right) { return left.first == right.first; });
    }

    typename Instrument::Kind& add(const core::MetricLabels& labels)
    {
        if constexpr (std::is_same_v<Instrument, HistogramOverPrometheus>)
            return _family.Add(labels, _bounds);
        else
            return _family.Add(labels);
    }

    prometheus::Family<typename Instrument::Kind>& _family;
    std::vector<double> _bounds;
    std::map<core::MetricLabels, std::unique_ptr<Instrument>> _series;
};

template <typename Instrument>
using FamilyMap = std::map<std::string, Family<Instrument>, std::less<>>;

}  // namespace

class PrometheusMetrics::Families
{
public:
    explicit Families(std::size_t limit) : _limit(limit) {}

    template <typename Instrument>
    Instrument& series(FamilyMap<Instrument>& families, const std::string& name, const std::string& help,
                       const core::MetricLabels& labels, const std::vector<double>& bounds = {})
    {
        const std::lock_guard lock(_mutex);
        auto family = families.find(name);
        if (family == families.end()) {
            if (!prometheus::CheckMetricName(name))
                throw std::invalid_argument("'" + name + "' is no name Prometheus allows for a metric");
            if (_names.contains(name))
                throw std::invalid_argument("metric " + name + ": is used already, not as a " +
                                            Instrument::word);
            checkLabels(name, labels);
            family = families.try_emplace(name, _registry, name, help, bounds).first;
            _names.insert(name);
        }
        return family->second.series(name, labels, _limit);
    }

    std::string text() const
    {
        std::ostringstream out;
        prometheus::TextSerializer().Serialize(out, _registry.Collect());
        return out.str();
    }

    FamilyMap<CounterOverPrometheus> counters;
    FamilyMap<GaugeOverPrometheus> gauges;
    FamilyMap<HistogramOverPrometheus> histograms;

private:
    const std::size_t _limit;
    prometheus::Registry _registry;
    std::mutex _mutex;
    std::set<std::string> _names;
};

PrometheusMetrics::PrometheusMetrics(std::size_t seriesLimit)
    : _families(std::make_unique<Families>(seriesLimit))
{}

PrometheusMetrics::~PrometheusMetrics() = default;

core::Counter& PrometheusMetrics::counter(const std::string& name, const std::string& help,
                                          const core::MetricLabels& labels)
{
    return _families->series(_families->counters, name, help, labels);
}

core::Gauge& PrometheusMetrics::gauge(const std::string& name, const std::string& help,
                                      const core::MetricLabels& labels)
{
    return _families->series(_families->gauges, name, help, labels);
}

core::Histogram& PrometheusMetrics::histogram(const std::string& name, const std::string& help,
                                              const std::vector<double>& bounds,
                                              const core::MetricLabels& labels)
{
    const bool ascends = std::adjacent_find(bounds.begin(), bounds.end(), [](double left, double right) {
                             return !(left < right);
                         }) == bounds.end();
    if (!ascends) throw std::invalid_argument("metric " + name + ": the bounds of its buckets do not ascend");
    return _families->series(_families->histograms, name, help, labels, bounds);
}

std::string PrometheusMetrics::text() const
{
    return _families->text();
}

}  // namespace scaispeak::telemetry
