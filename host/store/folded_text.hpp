#pragma once

#include <string>
#include <string_view>

namespace scaispeak::store {

/// Lower case, code point by code point, with Unicode's simple mapping (U+00C4 -> U+00E4, U+00D8 -> U+00F8).
/// The same on every database and for every locale, which is the point; so it neither knows Turkish (I -> i,
/// dotless i stays itself) nor makes two letters of one (sharp s stays) nor joins composed with decomposed
/// letters. Throws Failure(ValidationError) for what is no UTF-8.
std::string foldedText(std::string_view text);

/// What a list is sorted by, bytewise: the beginning of the folded text, short enough for an index entry.
std::string sortKey(std::string_view text);

/// A pattern for `LIKE ... ESCAPE '!'` that matches texts that hold `text` literally.
std::string likePatternContaining(std::string_view text);

}  // namespace scaispeak::store
