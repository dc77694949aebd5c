#include "http/paging.hpp"

#include <charconv>

namespace scaispeak::http {
namespace {

constexpr std::size_t mostItems = 200;
constexpr std::size_t longestValue = 1024;

}  // namespace

std::string queryText(const Call& call, const std::string& name, FieldReader& faults)
{
    const auto found = call.query.find(name);
    if (found == call.query.end()) return {};
    if (found->second.size() <= longestValue) return found->second;
    faults.fault(name, "must have at most 1024 bytes");
    return {};
}

Paging pagingOf(const Call& call, FieldReader& faults)
{
    Paging paging;
    paging.cursor = queryText(call, "cursor", faults);
    const auto given = call.query.find("limit");
    if (given == call.query.end()) return paging;
    const std::string& limit = given->second;
    const auto [end, error] = std::from_chars(limit.data(), limit.data() + limit.size(), paging.limit);
    if (error != std::errc() || end != limit.data() + limit.size() || paging.limit < 1 ||
        paging.limit > mostItems)
        faults.fault("limit", "must be a whole number from 1 to 200");
    return paging;
}

}  // namespace scaispeak::http
