#pragma once

namespace scaispeak::worker {

/// From now on SIGINT, SIGTERM, SIGQUIT and SIGHUP do nothing here. Service managers and terminals send them
/// to the whole group of processes, and it is the host that answers them: its calls run on in the workers
/// until it says Finish or is gone. Processes that a plugin forks off get them as any other does. Before any
/// thread.
void leaveSignalsToHost();

}  // namespace scaispeak::worker
