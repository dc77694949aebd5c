#pragma once

namespace scaispeak::node {

/// scaispeak-node from its command line to its exit code: 0 all went well, 1 it could not run, 2 the command
/// line or the configuration is wrong, 3 an engine had to be left behind.
int run(int argc, char** argv);

}  // namespace scaispeak::node
