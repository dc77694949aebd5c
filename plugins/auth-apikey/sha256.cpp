#include "sha256.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <stdexcept>

namespace scaispeak::apikey {

Sha256::Sha256(std::string_view secret)
{
    unsigned int size = 0;
    if (EVP_Digest(secret.data(), secret.size(), _bytes.data(), &size, EVP_sha256(), nullptr) != 1 ||
        size != _bytes.size())
        throw std::runtime_error("OpenSSL made no SHA-256");
}

Sha256::~Sha256()
{
    OPENSSL_cleanse(_bytes.data(), _bytes.size());
}

}  // namespace scaispeak::apikey
