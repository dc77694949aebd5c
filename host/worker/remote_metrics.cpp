#include "worker/remote_metrics.hpp"

#include "pluginhost/wire/abi_fields.hpp"
#include "pluginhost/wire/metric_change.hpp"

#include <string_view>

namespace scaispeak::worker {

using pluginhost::MetricChange;

class RemoteMetrics::Instrument : public core::Counter, public core::Gauge, public core::Histogram
{
public:
    Instrument(Uplink& uplink, const std::string& name, const core::MetricLabels& labels) : _uplink(uplink)
    {
        // The host gives the prefix and the plugin's label itself.
        constexpr std::string_view prefix = "scaispeak_plugin_";
        std::string_view plain = name;
        if (plain.starts_with(prefix)) plain.remove_prefix(prefix.size());
        _identity.text(plain);
        core::MetricLabels sent = labels;
        sent.erase("plugin");
        _identity(std::uint64_t{sent.size()});
        for (const auto& [key, value] : sent) {
            scs_field field{};
            field.key = {key.data(), key.size()};
            field.type = SCS_FIELD_TEXT;
            field.text = {value.data(), value.size()};
            pluginhost::writeField(_identity, field);
        }
    }

    void add(double amount) override { tell(MetricChange::Add, amount); }
    void set(double value) override { tell(MetricChange::Set, value); }
    void observe(double value) override { tell(MetricChange::Observe, value); }

private:
    void tell(MetricChange change, double value)
    {
        pluginhost::FieldWriter writer;
        writer(change, value);
        writer.rest(_identity.bytes().data(), _identity.bytes().size());
        _uplink.offer(pluginhost::FrameKind::Metric, writer);
    }

    Uplink& _uplink;
    pluginhost::FieldWriter _identity;
};

RemoteMetrics::RemoteMetrics(Uplink& uplink) : _uplink(uplink) {}

RemoteMetrics::~RemoteMetrics() = default;

RemoteMetrics::Instrument& RemoteMetrics::instrument(const std::string& name,
                                                     const core::MetricLabels& labels)
{
    const std::lock_guard lock(_mutex);
    return _instruments.emplace_back(_uplink, name, labels);
}

core::Counter& RemoteMetrics::counter(const std::string& name, const std::string&,
                                      const core::MetricLabels& labels)
{
    return instrument(name, labels);
}

core::Gauge& RemoteMetrics::gauge(const std::string& name, const std::string&,
                                  const core::MetricLabels& labels)
{
    return instrument(name, labels);
}

core::Histogram& RemoteMetrics::histogram(const std::string& name, const std::string&,
                                          const std::vector<double>&, const core::MetricLabels& labels)
{
    return instrument(name, labels);
}

}  // namespace scaispeak::worker
