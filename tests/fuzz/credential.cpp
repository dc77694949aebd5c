#include "access/authentication.hpp"
#include "core/failure.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace scaispeak;

constexpr std::size_t longest = 8192;

void require(bool kept)
{
    if (!kept) std::abort();
}

std::optional<std::string_view> read(std::string_view authorization)
{
    try {
        return access::bearerCredential(authorization);
    }
    catch (const core::Failure& failure) {
        require(failure.code() == core::ErrorCode::AuthTokenMissing ||
                failure.code() == core::ErrorCode::AuthTokenInvalid);
        return std::nullopt;
    }
}

/// Visible ASCII, within its length, with nothing but the scheme and spaces around it.
void requireKept(std::string_view authorization, std::string_view credential)
{
    require(!credential.empty() && credential.size() <= longest);
    require(std::ranges::all_of(credential, [](char c) { return c >= '!' && c <= '~'; }));
    const auto before = static_cast<std::size_t>(credential.data() - authorization.data());
    std::string around(authorization.substr(6));
    require(before >= 7 && before + credential.size() <= authorization.size());
    around.erase(before - 6, credential.size());
    require(std::ranges::all_of(around, [](char c) { return c == ' '; }));
}

/// The same characters, up to the limit and one beyond it.
void requireLimit(std::string_view credential)
{
    std::string repeated;
    while (repeated.size() <= longest)
        repeated += credential;
    repeated.resize(longest + 1);
    require(!read("Bearer " + repeated));
    repeated.pop_back();
    const std::string header = "Bearer " + repeated;
    require(read(header) == repeated);
}

}  // namespace

// The value of the header Authorization.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view authorization(reinterpret_cast<const char*>(data), size);
    const auto credential = read(authorization);
    if (!credential) return 0;
    requireKept(authorization, *credential);
    requireLimit(*credential);
    return 0;
}
