#pragma once

#include "http/call.hpp"

#include <cstddef>
#include <string>

namespace scaispeak::http {

/// The `limit` (1-200, default 50) and `cursor` of a list. Throws Failure(ValidationError).
struct Paging
{
    std::size_t limit = 50;
    std::string cursor;
};

Paging pagingOf(const Call& call);

/// The decoded value of a query parameter, empty when it was not given.
std::string queryText(const Call& call, const std::string& name);

}  // namespace scaispeak::http
