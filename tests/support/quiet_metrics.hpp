#pragma once

#include "core/metrics.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>

namespace scaispeak::tests {

/// Instruments that remember their sum. Thread safe.
class QuietMetrics : public core::Metrics
{
public:
    core::Counter& counter(const std::string& name, const std::string&,
                           const core::MetricLabels& labels) override
    {
        return instrument(name, labels);
    }
    core::Gauge& gauge(const std::string& name, const std::string&, const core::MetricLabels& labels) override
    {
        return instrument(name, labels);
    }
    core::Histogram& histogram(const std::string& name, const std::string&, const std::vector<double>&,
                               const core::MetricLabels& labels) override
    {
        return instrument(name, labels);
    }

    double value(const std::string& name, const core::MetricLabels& labels = {})
    {
        return instrument(name, labels).sum();
    }

private:
    class Instrument : public core::Counter, public core::Gauge, public core::Histogram
    {
    public:
        void add(double amount) override { _sum = _sum + amount; }
        void set(double value) override { _sum = value; }
        void observe(double value) override { add(value); }
        double sum() const { return _sum; }

    private:
        std::atomic<double> _sum{0};
    };

    Instrument& instrument(const std::string& name, const core::MetricLabels& labels)
    {
        const std::lock_guard lock(_mutex);
        auto& made = _instruments[{name, labels}];
        if (!made) made = std::make_unique<Instrument>();
        return *made;
    }

    std::mutex _mutex;
    std::map<std::pair<std::string, core::MetricLabels>, std::unique_ptr<Instrument>> _instruments;
};

}  // namespace scaispeak::tests
