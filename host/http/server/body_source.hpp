#pragma once

#include "core/urgency.hpp"
#include "http/server/response.hpp"

#include <cstddef>
#include <functional>
#include <span>

namespace scaispeak::http {

/// Where the body of a streamed answer is pulled from. All calls but the notification come one at a time,
/// from the front end's writer thread or from within a notification, and must not block; an exception counts
/// as Failed.
class BodySource
{
public:
    enum class State
    {
        More,     ///< ask again at once
        Waiting,  ///< nothing now; `notify` will be called
        End,      ///< whole: the trailers follow
        Failed    ///< broken: the client must not take what it has as whole
    };
    struct Read
    {
        std::size_t bytes;
        State state;
    };

    virtual ~BodySource() = default;

    /// Fills `out` from its start. Bytes may come with any state; those that come with Failed are not sent.
    virtual Read read(std::span<char> out) = 0;

    /// Called once, before the first read. `notify` may be called from any thread, also needlessly, also
    /// after the stream is over, and never with a lock held: with Urgency::Now it reads and sends what there
    /// is before it returns.
    using Notify = std::function<void(core::Urgency)>;
    virtual void onReadable(Notify notify) = 0;

    /// Asked once, after End. Never sent to HTTP/1.0 clients.
    virtual Headers trailers() = 0;

    /// The reader left, stalled or wanted the head only, or the host stops: nothing more will be read. At
    /// most once, never after End or Failed. Must not block.
    virtual void abandoned() = 0;
};

}  // namespace scaispeak::http
