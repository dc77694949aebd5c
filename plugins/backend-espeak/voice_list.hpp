#pragma once

#include "library.hpp"

#include <string_view>
#include <vector>

namespace scaispeak::espeak {

/// The voices that can be spoken with: every one was selected once. Without variants and without MBROLA
/// voices, whose files are not part of espeak-ng. Their names are espeak-ng's identifiers, e.g. "gmw/en-US".
class VoiceList
{
public:
    explicit VoiceList(Library& library);

    const std::vector<Voice>& voices() const noexcept { return _voices; }
    /// BCP 47 tags in lower case, sorted.
    const std::vector<std::string>& languages() const noexcept { return _languages; }
    bool contains(std::string_view name) const noexcept;

private:
    std::vector<Voice> _voices;  ///< Sorted by name.
    std::vector<std::string> _languages;
};

}  // namespace scaispeak::espeak
