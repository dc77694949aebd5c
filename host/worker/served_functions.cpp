#include "worker/served_functions.hpp"

#include <array>

namespace scaispeak::worker {

ServedFunction servedFunction(pluginhost::Function function)
{
    // In the order of Function, of which 0 is none.
    static constexpr std::array<ServedFunction, pluginhost::functionCount> served{
        nullptr,           serveDescribe,     serveListVoices,   serveSynthesize,     serveListNodes,
        serveEvict,        serveOpenWrite,    serveWriteObject,  serveCommit,         serveAbort,
        serveOpenRead,     serveReadObject,   serveCloseReader,  serveStat,           serveRemove,
        serveList,         serveListShares,   serveListChildren, servePrepare,        servePut,
        serveFetch,        serveAuthenticate, serveExchange,     serveOpenClip,       servePushFrames,
        serveMeasure,      serveFinishClip,   serveCloseClip,    serveStartTransport, serveOpenSession,
        serveAddCandidate, serveCloseSession, serveStopTransport};
    const auto index = static_cast<std::size_t>(function);
    return index < served.size() ? served[index] : nullptr;
}

}  // namespace scaispeak::worker
