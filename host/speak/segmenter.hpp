#pragma once

#include "speak/segment.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::speak {

/// Cuts text that arrives in pieces into segments: at sentence ends (not inside numbers or after
/// abbreviations), longer ones at a clause or a word. A sentence is given out as soon as what follows shows
/// that it has ended. Everything that was pushed is given out, in order, but for white space around segments.
/// Holds back at most one segment. One thread.
class Segmenter
{
public:
    /// `speed` shortens what is expected: 2.0 sounds half as long.
    explicit Segmenter(double speed = 1.0) : _speed(speed) {}

    std::vector<Segment> push(std::string_view text);

    /// What is held back, as the last segment or segments.
    std::vector<Segment> flush();

private:
    enum class More
    {
        Expected,
        None
    };

    std::vector<Segment> cut(More more);
    std::size_t nextCut(More more) const;
    bool fits(std::size_t bytes, std::size_t offset, std::size_t chars, double seconds) const;
    Segment take(std::size_t bytes);

    double _speed;
    std::string _pending;
};

/// A whole text at once.
std::vector<Segment> segmentsOf(std::string_view text, double speed);

}  // namespace scaispeak::speak
