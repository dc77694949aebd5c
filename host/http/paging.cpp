#include "http/paging.hpp"

#include <charconv>

namespace scaispeak::http {
namespace {

constexpr std::size_t mostItems = 200;
constexpr std::size_t longestValue = 1024;

}  // namespace

std::string queryText(const Call& call, const std::string& name)
{
    const auto found = call.query.find(name);
    if (found == call.query.end()) return {};
    if (found->second.size() > longestValue)
        throw core::Failure(core::ErrorCode::ValidationError, "a query parameter is too long")
            .withDetail({name, "", "must have at most 1024 bytes"});
    return found->second;
}

Paging pagingOf(const Call& call)
{
    Paging paging;
    paging.cursor = queryText(call, "cursor");
    const std::string limit = queryText(call, "limit");
    if (limit.empty() && !call.query.contains("limit")) return paging;
    const auto [end, error] = std::from_chars(limit.data(), limit.data() + limit.size(), paging.limit);
    if (error != std::errc() || end != limit.data() + limit.size() || paging.limit < 1 ||
        paging.limit > mostItems)
        throw core::Failure(core::ErrorCode::ValidationError, "the page size is wrong")
            .withDetail({"limit", "", "must be a whole number from 1 to 200"});
    return paging;
}

}  // namespace scaispeak::http
