#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace scaispeak::audio {

constexpr std::size_t wavHeaderBytes = 44;

/// The head of a mono s16 WAV file. Without `samples`, or with more than the format can count, both sizes are
/// 0xFFFFFFFF: "up to the end".
std::array<std::byte, wavHeaderBytes> wavHeader(std::uint32_t sampleRate,
                                                std::optional<std::uint64_t> samples);

/// Puts the true sizes into a whole WAV body that was made with wavHeader. Throws std::invalid_argument if
/// `body` does not begin with such a head. A body of 4 GiB or more keeps 0xFFFFFFFF.
void patchWavSizes(std::string& body);

}  // namespace scaispeak::audio
