#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace scaispeak::core {

/// `count` bytes of the kernel's randomness.
std::string randomBytes(std::size_t count);

/// RFC 4648 base32 in lower case, without padding.
std::string base32(std::span<const std::uint8_t> bytes);
std::string hex(std::span<const std::uint8_t> bytes);

/// `prefix` + 26 random base32 characters (130 bits), e.g. newId("key_").
std::string newId(std::string_view prefix);

/// A request id that costs no system call: `req_` + 26 base32 characters, unique, not secret.
std::string newRequestId();

/// Unix time in microseconds.
std::int64_t nowMicros();

/// RFC 3339 in UTC with milliseconds, e.g. "2026-01-31T12:00:00.000Z".
std::string rfc3339(std::int64_t unixMicros);

}  // namespace scaispeak::core
