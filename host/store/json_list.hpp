#pragma once

#include <string>
#include <vector>

namespace scaispeak::store {

/// A list of words as the JSON text that a column holds.
std::string jsonOfList(const std::vector<std::string>& list);

/// Throws DatabaseError(Fault::BadData) for anything but a JSON array of strings.
std::vector<std::string> listOfJson(const std::string& json);

}  // namespace scaispeak::store
