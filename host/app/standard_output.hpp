#pragma once

namespace scaispeak::app {

/// A descriptor of what standard output was, for the log alone. What anything else in the process prints to
/// standard output, a plugin's library for one, goes to standard error from now on, so that the log stays
/// lines of JSON. STDOUT_FILENO when the system gives no descriptor.
int claimStandardOutput();

}  // namespace scaispeak::app
