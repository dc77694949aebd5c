#pragma once

#include "core/metrics.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace scaispeak::telemetry {

/// Metrics as Prometheus reads them. A family takes at most `seriesLimit` sets of labels; whoever comes later
/// shares one whose label values are all `other`, so that a plugin or a caller cannot fill the memory. Throws
/// std::invalid_argument for a name or label that Prometheus does not allow, for bounds that do not ascend,
/// and for a name that is used already with another kind or other labels. Thread safe.
class PrometheusMetrics : public core::Metrics
{
public:
    explicit PrometheusMetrics(std::size_t seriesLimit = 200);
    ~PrometheusMetrics() override;

    core::Counter& counter(const std::string& name, const std::string& help,
                           const core::MetricLabels& labels = {}) override;
    core::Gauge& gauge(const std::string& name, const std::string& help,
                       const core::MetricLabels& labels = {}) override;
    /// The bounds of the first call of a name hold for all of its family.
    core::Histogram& histogram(const std::string& name, const std::string& help,
                               const std::vector<double>& bounds,
                               const core::MetricLabels& labels = {}) override;

    /// Everything in the text format of Prometheus, `text/plain; version=0.0.4`.
    std::string text() const;

private:
    class Families;
    std::unique_ptr<Families> _families;
};

}  // namespace scaispeak::telemetry
