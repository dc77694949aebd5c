#pragma once

#include <stdexcept>

namespace scaispeak::audio {

/// The engine did not keep to what it announced: a cut frame at a segment's end, a sample that is no number,
/// a rate, an encoding or a channel count that cannot be read. The message is for the log and names what was
/// wrong.
class AudioFault : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

}  // namespace scaispeak::audio
