#include "http/request_id.hpp"

#include "core/identifiers.hpp"

#include <algorithm>

namespace scaispeak::http {
namespace {

bool allowed(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

}  // namespace

std::string requestIdFor(std::string_view given)
{
    const bool kept = given.size() >= 8 && given.size() <= 64 && std::ranges::all_of(given, allowed);
    return kept ? std::string(given) : core::newRequestId();
}

}  // namespace scaispeak::http
