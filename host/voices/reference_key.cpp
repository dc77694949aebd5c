#include "voices/reference_key.hpp"

#include <sodium.h>

#include <string>

namespace scaispeak::voices {
namespace {

static_assert(crypto_auth_hmacsha256_BYTES == std::tuple_size_v<core::ReferenceKey>);

const unsigned char* bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

core::ReferenceKey referenceKey(std::string_view deploymentKey, const core::Voice& voice)
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytesOf(deploymentKey), deploymentKey.size());
    // Each with its end, so that no two triples are the same bytes.
    for (const std::string& part : {voice.tenantId, voice.voiceId, std::to_string(voice.revision)})
        crypto_auth_hmacsha256_update(&state, bytesOf(part), part.size() + 1);
    core::ReferenceKey key{};
    crypto_auth_hmacsha256_final(&state, key.data());
    return key;
}

}  // namespace scaispeak::voices
