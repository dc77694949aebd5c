#pragma once

#include <string_view>

namespace scaispeak::store {

/// True for UTF-8 without NUL characters: PostgreSQL refuses or cuts anything else, SQLite would keep it, and
/// the two must not differ.
bool isStorableText(std::string_view text) noexcept;

/// Throws Failure(ValidationError) for anything else.
void requireStorableText(std::string_view text);

}  // namespace scaispeak::store
