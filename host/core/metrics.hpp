#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

namespace scaispeak::core {

/// A value that only grows. Thread safe, a few nanoseconds a call.
class Counter
{
public:
    virtual ~Counter() = default;
    virtual void add(double amount = 1) = 0;
};

/// A value that goes both ways. Thread safe.
class Gauge
{
public:
    virtual ~Gauge() = default;
    virtual void set(double value) = 0;
    virtual void add(double amount) = 0;
};

/// A distribution over fixed buckets. Thread safe.
class Histogram
{
public:
    virtual ~Histogram() = default;
    virtual void observe(double value) = 0;
};

using MetricLabels = std::map<std::string, std::string>;

/// Makes instruments; asking again for the same name and labels gives the same one. They live as long as the
/// registry. Names are `scaispeak_*` with the unit last (`_seconds`, `_bytes`, `_total`); labels have few
/// values (never a tenant, a user or a voice). Thread safe; take instruments once, not on the hot path.
class Metrics
{
public:
    virtual ~Metrics() = default;
    virtual Counter& counter(const std::string& name, const std::string& help,
                             const MetricLabels& labels = {}) = 0;
    virtual Gauge& gauge(const std::string& name, const std::string& help,
                         const MetricLabels& labels = {}) = 0;
    virtual Histogram& histogram(const std::string& name, const std::string& help,
                                 const std::vector<double>& bounds, const MetricLabels& labels = {}) = 0;
};

}  // namespace scaispeak::core
