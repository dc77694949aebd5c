#pragma once

#include <cstdint>
#include <vector>

namespace scaispeak::check {

/// Loudness of speech, a value for each 20 ms.
std::vector<double> envelopeOf(const std::vector<float>& samples, std::uint32_t sampleRate,
                               std::uint32_t channels);

/// How alike two are, from the beginning: 1 = the same, 0 = nothing in common. What one is longer than the
/// other counts as silence of the other.
double likeness(const std::vector<double>& one, const std::vector<double>& other);

}  // namespace scaispeak::check
