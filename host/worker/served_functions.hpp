#pragma once

#include "pluginhost/wire/function.hpp"
#include "worker/served_call.hpp"

namespace scaispeak::worker {

using ServedFunction = void (*)(ServedCall& call);

/// What serves a function; nullptr for a number that is none.
ServedFunction servedFunction(pluginhost::Function function);

// By interface. Each reads its arguments, runs the plugin's function, writes its results.
void serveDescribe(ServedCall& call);
void serveListVoices(ServedCall& call);
void serveSynthesize(ServedCall& call);
void serveListNodes(ServedCall& call);
void serveEvict(ServedCall& call);

void serveOpenWrite(ServedCall& call);
void serveWriteObject(ServedCall& call);
void serveCommit(ServedCall& call);
void serveAbort(ServedCall& call);
void serveOpenRead(ServedCall& call);
void serveReadObject(ServedCall& call);
void serveCloseReader(ServedCall& call);
void serveStat(ServedCall& call);
void serveRemove(ServedCall& call);
void serveList(ServedCall& call);

void serveListShares(ServedCall& call);
void serveListChildren(ServedCall& call);
void servePrepare(ServedCall& call);
void servePut(ServedCall& call);
void serveFetch(ServedCall& call);

void serveAuthenticate(ServedCall& call);
void serveExchange(ServedCall& call);

void serveOpenClip(ServedCall& call);
void servePushFrames(ServedCall& call);
void serveMeasure(ServedCall& call);
void serveFinishClip(ServedCall& call);
void serveCloseClip(ServedCall& call);

void serveStartTransport(ServedCall& call);
void serveOpenSession(ServedCall& call);
void serveAddCandidate(ServedCall& call);
void serveCloseSession(ServedCall& call);
void serveStopTransport(ServedCall& call);

}  // namespace scaispeak::worker
