#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace scaispeak::apikey {

/// The SHA-256 of a secret: wiped when it goes.
class Sha256
{
public:
    /// Throws std::runtime_error when OpenSSL has none.
    explicit Sha256(std::string_view secret);
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    const std::array<std::uint8_t, 32>& bytes() const noexcept { return _bytes; }

private:
    std::array<std::uint8_t, 32> _bytes{};
};

}  // namespace scaispeak::apikey
