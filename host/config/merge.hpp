#pragma once

#include "config/node.hpp"

namespace scaispeak::config {

/// Lays one configuration (a map) over another: maps are merged key by key, `plugins` by `id`, and any other
/// list or value replaces the earlier one. An empty value (`key:`) takes the earlier one away, so that the
/// default counts.
void mergeConfiguration(Node& base, Node over);

}  // namespace scaispeak::config
