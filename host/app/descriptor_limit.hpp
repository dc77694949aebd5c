#pragma once

namespace scaispeak::app {

/// Lets the process open as many descriptors as the system allows it at most: each connection is one.
void raiseDescriptorLimit();

}  // namespace scaispeak::app
