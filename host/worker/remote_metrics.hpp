#pragma once

#include "core/metrics.hpp"
#include "worker/uplink.hpp"

#include <list>
#include <mutex>

namespace scaispeak::worker {

/// Metrics that the host keeps: each change is told to it. Thread safe.
class RemoteMetrics : public core::Metrics
{
public:
    explicit RemoteMetrics(Uplink& uplink);
    ~RemoteMetrics() override;

    core::Counter& counter(const std::string& name, const std::string& help,
                           const core::MetricLabels& labels) override;
    core::Gauge& gauge(const std::string& name, const std::string& help,
                       const core::MetricLabels& labels) override;
    core::Histogram& histogram(const std::string& name, const std::string& help,
                               const std::vector<double>& bounds, const core::MetricLabels& labels) override;

private:
    class Instrument;
    Instrument& instrument(const std::string& name, const core::MetricLabels& labels);

    Uplink& _uplink;
    std::mutex _mutex;
    std::list<Instrument> _instruments;
};

}  // namespace scaispeak::worker
