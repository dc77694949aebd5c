#pragma once

namespace scaispeak::core {

/// How soon a reader should look at what it is told of. Soon: it may be joined with what others are told in
/// the next few milliseconds. Now: an end, a failure, or so much that waiting would slow the reader down.
enum class Urgency
{
    Soon,
    Now
};

}  // namespace scaispeak::core
