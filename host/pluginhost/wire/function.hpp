#pragma once

#include <cstdint>

namespace scaispeak::pluginhost {

/// The functions of all interfaces, as a Call names them.
enum class Function : std::uint8_t
{
    Describe = 1,
    ListVoices,
    Synthesize,
    ListNodes,
    Evict,
    OpenWrite,
    WriteObject,
    Commit,
    Abort,
    OpenRead,
    ReadObject,
    CloseReader,
    Stat,
    Remove,
    List,
    ListShares,
    ListChildren,
    Prepare,
    Put,
    Fetch,
    Authenticate,
    Exchange,
    OpenClip,
    PushFrames,
    Measure,
    FinishClip,
    CloseClip,
    StartTransport,
    OpenSession,
    AddCandidate,
    CloseSession,
    StopTransport,
};
inline constexpr std::uint8_t functionCount = 33;  ///< With 0, which is none.

}  // namespace scaispeak::pluginhost
