#pragma once

#include <vector>

namespace scaispeak::bench {

/// What nobody can be below who has the engine in another process: frames of 960 bytes sent over a bare
/// socketpair by a child and read by a blocked caller. Microseconds each was on its way. `computes`: the
/// child computes for 2 ms before each, else it sleeps.
std::vector<double> bareFrames(int frames, bool computes);

}  // namespace scaispeak::bench
