#include "http/idempotency_key.hpp"

#include "core/failure.hpp"

#include <algorithm>
#include <string>

namespace scaispeak::http {
namespace {

constexpr std::size_t longestKey = 128;

}  // namespace

void requireIdempotencyKey(std::string_view key)
{
    const bool printable = std::ranges::all_of(key, [](char c) { return c >= 0x20 && c < 0x7f; });
    if (printable && !key.empty() && key.size() <= longestKey) return;
    throw core::Failure(core::ErrorCode::ValidationError,
                        "the header Idempotency-Key is wrong; send 1 to 128 ASCII characters, such as a UUID")
        .withDetail({std::string(idempotencyKeyHeader), "", "must be 1 to 128 ASCII characters"});
}

}  // namespace scaispeak::http
