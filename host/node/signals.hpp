#pragma once

namespace scaispeak::node {

/// Before any thread is started. SIGINT, SIGTERM and SIGQUIT are kept for waitForTermination(); SIGHUP and
/// what only libraries send is ignored.
void blockSignals();
void waitForTermination();

}  // namespace scaispeak::node
