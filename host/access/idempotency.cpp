#include "access/idempotency.hpp"

#include "core/identifiers.hpp"

#include <sodium.h>

#include <charconv>
#include <initializer_list>

namespace scaispeak::access {
namespace {

using State = core::IdempotencyClaim::State;

const unsigned char* bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// Each with its length before it, so that no two lists read alike.
core::Sha256 hashOf(std::initializer_list<std::string_view> texts)
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const std::string_view text : texts) {
        const std::string length = std::to_string(text.size()) + ':';
        crypto_hash_sha256_update(&state, bytesOf(length), length.size());
        crypto_hash_sha256_update(&state, bytesOf(text), text.size());
    }
    core::Sha256 hash{};
    crypto_hash_sha256_final(&state, hash.data());
    return hash;
}

std::string sealed(const IdempotentAnswer& answer, const core::Sha256& key)
{
    const std::string plain = std::to_string(answer.status) + '\n' + answer.body;
    const std::string nonce = core::randomBytes(crypto_secretbox_NONCEBYTES);
    std::string box(nonce.size() + crypto_secretbox_MACBYTES + plain.size(), '\0');
    nonce.copy(box.data(), nonce.size());
    crypto_secretbox_easy(reinterpret_cast<unsigned char*>(box.data()) + nonce.size(), bytesOf(plain),
                          plain.size(), bytesOf(nonce), key.data());
    return box;
}

std::optional<IdempotentAnswer> opened(const std::string& box, const core::Sha256& key)
{
    constexpr std::size_t overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (box.size() < overhead) return std::nullopt;
    std::string plain(box.size() - overhead, '\0');
    if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(plain.data()),
                                   bytesOf(box) + crypto_secretbox_NONCEBYTES,
                                   box.size() - crypto_secretbox_NONCEBYTES, bytesOf(box), key.data()) != 0)
        return std::nullopt;
    IdempotentAnswer answer;
    const std::size_t end = plain.find('\n');
    if (end == std::string::npos) return std::nullopt;
    std::from_chars(plain.data(), plain.data() + end, answer.status);
    answer.body = plain.substr(end + 1);
    return answer;
}

}  // namespace

IdempotentCall Idempotency::begin(const core::Identity& identity, std::string_view credential,
                                  std::string_view key, std::string_view request)
{
    static_assert(sizeof(core::Sha256) == crypto_secretbox_KEYBYTES);
    IdempotentCall call;
    call.use = {identity.tenantId, identity.userId, hashOf({"key", key}), hashOf({"request", request}),
                core::nowMicros()};
    call.seal = hashOf({"answer", identity.tenantId, identity.userId, credential, key});
    const core::IdempotencyClaim claim = _ledger.claim(call.use);
    call.state = claim.state;
    if (claim.state != State::Kept) return call;
    if (auto answer = opened(claim.answer, call.seal))
        call.answer = std::move(*answer);
    else
        call.state = State::Different;
    return call;
}

void Idempotency::succeeded(const IdempotentCall& call, const std::optional<IdempotentAnswer>& answer)
{
    const bool kept = answer && answer->body.size() <= longestKept;
    _ledger.keep(call.use, kept ? sealed(*answer, call.seal) : std::string());
}

void Idempotency::failed(const IdempotentCall& call)
{
    _ledger.release(call.use);
}

}  // namespace scaispeak::access
