#pragma once

#include <cstddef>
#include <span>

namespace scaispeak::audio {

/// Makes of the Info frame that LAME wrote in the middle of an encoding one for a stream of unknown length:
/// the encoder's delay is declared, the padding is none, the bytes are 0xFFFFFFFF as in a WAV header, and
/// neither frames nor a table to seek by are there. Throws std::runtime_error where it finds no Info frame.
void declareUnknownLength(std::span<std::byte> frame);

}  // namespace scaispeak::audio
