#include "http/idempotency_key.hpp"

#include "core/failure.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace scaispeak;

void require(bool kept)
{
    if (!kept) std::abort();
}

bool accepted(std::string_view key)
{
    try {
        http::requireIdempotencyKey(key);
        return true;
    }
    catch (const core::Failure& failure) {
        require(failure.code() == core::ErrorCode::ValidationError && failure.details().size() == 1);
        return false;
    }
}

}  // namespace

// The value of the header Idempotency-Key: taken if and only if it is 1 to 128 characters from ' ' to '~'.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view key(reinterpret_cast<const char*>(data), size);
    const bool right = size >= 1 && size <= 128 && std::all_of(data, data + size, [](std::uint8_t byte) {
                           return byte >= ' ' && byte <= '~';
                       });
    require(accepted(key) == right);
    return 0;
}
