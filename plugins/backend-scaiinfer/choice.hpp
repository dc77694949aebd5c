#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <random>
#include <vector>

namespace scaispeak::scaiinfer {

/// The less loaded of two that are drawn at random: nearly as even as the least loaded of all, and hosts that
/// know the same do not all run to the same one. For one thread at a time.
class Choice
{
public:
    /// A number below `below`, which is 1 at least.
    using Draw = std::function<std::size_t(std::size_t below)>;

    struct Candidate
    {
        bool eligible = false;  ///< Drawn only when it is.
        double load = 0;        ///< Calls by places.
    };

    /// Draws at random.
    Choice();
    explicit Choice(Draw draw) : _draw(std::move(draw)) {}

    /// An index into `candidates`; none when no one is eligible. Of two equals the one that is drawn first.
    std::optional<std::size_t> among(const std::vector<Candidate>& candidates);

private:
    Draw _draw;
};

}  // namespace scaispeak::scaiinfer
