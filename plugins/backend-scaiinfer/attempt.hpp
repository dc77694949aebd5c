#pragma once

#include <scaispeak/plugin.hpp>

#include <chrono>
#include <string>

namespace scaispeak::scaiinfer {

/// How one call to one node went.
struct Attempt
{
    enum class Kind
    {
        Done,
        Stopped,         ///< By the caller, the sink or the deadline; `status` says which.
        Gone,            ///< The node cannot be reached, drains, or went away.
        Full,            ///< No place; come back after `retryAfter`.
        NeedsReference,  ///< It lacks the clip.
        Refused,         ///< This voice or option is not possible there, nor on its like.
        Failed,          ///< It answered and failed.
        Lied             ///< What it sent does not add up: `message`.
    };
    Kind kind = Kind::Failed;
    Status status = Status::Ok;
    std::string message;
    std::chrono::milliseconds retryAfter{0};
    bool sounded = false;  ///< Audio has reached the sink: the request must not be made again.
};

}  // namespace scaispeak::scaiinfer
