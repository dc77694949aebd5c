#include "config/suggestion.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace scaispeak::config {
namespace {

constexpr std::size_t longestWord = 64;

/// Levenshtein's distance: how many letters have to be put in, taken out or changed.
std::size_t distance(std::string_view left, std::string_view right)
{
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t line = 1; line <= left.size(); ++line) {
        std::size_t diagonal = std::exchange(row[0], line);
        for (std::size_t column = 1; column <= right.size(); ++column) {
            const std::size_t changed = diagonal + (left[line - 1] == right[column - 1] ? 0 : 1);
            diagonal = row[column];
            row[column] = std::min({row[column] + 1, row[column - 1] + 1, changed});
        }
    }
    return row.back();
}

/// A slip of the fingers, or a key cut short.
bool isNear(std::string_view word, const std::string& known)
{
    return distance(word, known) <= 1 + known.size() / 3 || (word.size() >= 3 && known.starts_with(word));
}

}  // namespace

std::string suggestion(std::string_view word, const std::vector<std::string>& known)
{
    const std::string_view compared = word.substr(0, longestWord);
    const std::string* nearest = nullptr;
    for (const std::string& one : known)
        if (isNear(compared, one) && (!nearest || distance(compared, one) < distance(compared, *nearest)))
            nearest = &one;
    if (nearest) return "did you mean '" + *nearest + "'?";
    std::string list;
    for (const std::string& one : known)
        list += (list.empty() ? "known here: " : ", ") + one;
    return list;
}

}  // namespace scaispeak::config
