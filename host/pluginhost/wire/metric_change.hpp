#pragma once

#include <cstdint>

namespace scaispeak::pluginhost {

/// What a Metric frame tells: this, the value, the name without prefix, the labels.
enum class MetricChange : std::uint8_t
{
    Add = 1,
    Set,
    Observe,
};

}  // namespace scaispeak::pluginhost
