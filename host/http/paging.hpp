#pragma once

#include "http/call.hpp"
#include "http/field_reader.hpp"

#include <cstddef>
#include <string>

namespace scaispeak::http {

/// The `limit` (1-200, default 50) and `cursor` of a list.
struct Paging
{
    std::size_t limit = 50;
    std::string cursor;
};

/// What is wrong with them goes to `faults`, beside the faults of the list's filters.
Paging pagingOf(const Call& call, FieldReader& faults);

/// The decoded value of a query parameter; empty when it was not given, or is too long, which is a fault.
std::string queryText(const Call& call, const std::string& name, FieldReader& faults);

}  // namespace scaispeak::http
