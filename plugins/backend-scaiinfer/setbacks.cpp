#include "setbacks.hpp"

#include <algorithm>

namespace scaispeak::scaiinfer {

using Kind = Attempt::Kind;

void Setbacks::add(const Attempt& attempt)
{
    switch (attempt.kind) {
        case Kind::Full:
            _retryAfter = std::min(_retryAfter.value_or(attempt.retryAfter), attempt.retryAfter);
            break;
        case Kind::Gone:
            _gone = attempt;
            break;
        default:
            _fault = attempt;
            break;
    }
}

/// A node that is full would speak later, one that answered wrongly says more than one that does not answer.
Error Setbacks::refusal(bool resting) const
{
    if (_gone && _gone->sounded)
        return Error(Status::Unavailable, "", "a node went away while it spoke: try again", _gone->message);
    if (_fault && (_fault->sounded || _fault->kind == Kind::Refused)) return refusalOfFault();
    if (_retryAfter)
        return Error(Status::Overloaded, "saturated", "all nodes are busy: try again", "all nodes are full",
                     *_retryAfter);
    if (_fault) return refusalOfFault();
    if (resting)
        return Error(Status::Unavailable, "circuit_open",
                     "the nodes failed lately and are given a rest: try again",
                     "every node's breaker is open");
    return Error(Status::Unavailable, "no_node_with_engine",
                 "no node with the engine is online: bring one online",
                 _gone ? "the last node went away: " + _gone->message : "no node to ask");
}

Error Setbacks::refusalOfFault() const
{
    if (_fault->kind == Kind::Refused)
        return Error(Status::Unsupported, "voice_not_supported", "the nodes' engine cannot speak this voice",
                     _fault->message);
    if (_fault->kind == Kind::Lied)
        return Error(Status::Corrupt, "", "a node sent audio that does not add up: try again",
                     "a node lied: " + _fault->message);
    return Error(Status::Internal, "", "a node failed: try again", "a node failed: " + _fault->message);
}

}  // namespace scaispeak::scaiinfer
