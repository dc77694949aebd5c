#include "envelope.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace scaispeak::check {

std::vector<double> envelopeOf(const std::vector<float>& samples, std::uint32_t sampleRate,
                               std::uint32_t channels)
{
    const std::size_t window = std::size_t{sampleRate} * channels / 50;
    std::vector<double> out;
    for (std::size_t begin = 0; window > 0 && begin < samples.size(); begin += window) {
        double energy = 0;
        const std::size_t end = std::min(begin + window, samples.size());
        for (std::size_t at = begin; at < end; ++at)
            energy += static_cast<double>(samples[at]) * samples[at];
        out.push_back(std::sqrt(energy / static_cast<double>(window)));
    }
    return out;
}

double likeness(const std::vector<double>& one, const std::vector<double>& other)
{
    double product = 0;
    double ofOne = 0;
    double ofOther = 0;
    for (std::size_t at = 0; at < std::max(one.size(), other.size()); ++at) {
        const double left = at < one.size() ? one[at] : 0;
        const double right = at < other.size() ? other[at] : 0;
        product += left * right;
        ofOne += left * left;
        ofOther += right * right;
    }
    return ofOne == 0 || ofOther == 0 ? 0 : product / std::sqrt(ofOne * ofOther);
}

}  // namespace scaispeak::check
