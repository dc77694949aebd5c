#include "choice.hpp"

namespace scaispeak::scaiinfer {

Choice::Choice()
    : _draw([random = std::minstd_rand(std::random_device{}())](std::size_t below) mutable {
          return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
      })
{}

std::optional<std::size_t> Choice::among(const std::vector<Candidate>& candidates)
{
    std::vector<std::size_t> eligible;
    for (std::size_t index = 0; index < candidates.size(); ++index)
        if (candidates[index].eligible) eligible.push_back(index);
    if (eligible.empty()) return std::nullopt;
    if (eligible.size() == 1) return eligible.front();
    const std::size_t first = _draw(eligible.size());
    std::size_t second = _draw(eligible.size() - 1);
    if (second >= first) ++second;
    const bool better = candidates[eligible[second]].load < candidates[eligible[first]].load;
    return eligible[better ? second : first];
}

}  // namespace scaispeak::scaiinfer
