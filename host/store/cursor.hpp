#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace scaispeak::store {

/// What a list is of: its name, the tenant, the filter... A cursor is good for the list that made it alone.
using ListIdentity = std::vector<std::string>;

/// An opaque word for the place behind the last row of a page. Not secret and not signed: it names a place
/// and grants nothing, since every page checks what its caller may see.
std::string encodeCursor(const ListIdentity& list, const std::vector<std::string>& place);

/// The place again. Throws Failure(ValidationError) with field `cursor` for a damaged cursor or that of
/// another list.
std::vector<std::string> decodeCursor(const ListIdentity& list, const std::string& cursor, std::size_t parts);

/// The part of a place that is a number; as above when it is none.
std::int64_t cursorNumber(const std::string& part);

}  // namespace scaispeak::store
