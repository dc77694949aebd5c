#include "core/identifiers.hpp"

#include <sys/random.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <random>
#include <system_error>

namespace scaispeak::core {
namespace {

constexpr std::size_t idCharacters = 26;

std::span<const std::uint8_t> asBytes(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

std::string randomBytes(std::size_t count)
{
    std::string bytes(count, '\0');
    for (std::size_t done = 0; done < count;) {
        const ssize_t got = ::getrandom(bytes.data() + done, count - done, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw std::system_error(errno, std::generic_category(), "getrandom");
        done += static_cast<std::size_t>(got);
    }
    return bytes;
}

std::string base32(std::span<const std::uint8_t> bytes)
{
    static constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
    std::string text;
    text.reserve((bytes.size() * 8 + 4) / 5);
    std::uint32_t window = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        window = (window << 8) | byte;
        for (bits += 8; bits >= 5; bits -= 5)
            text += alphabet[(window >> (bits - 5)) & 31U];
    }
    if (bits > 0) text += alphabet[(window << (5 - bits)) & 31U];
    return text;
}

std::string hex(std::span<const std::uint8_t> bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15U];
    }
    return text;
}

std::string newId(std::string_view prefix)
{
    std::string id(prefix);
    id += base32(asBytes(randomBytes(17))).substr(0, idCharacters);
    return id;
}

std::string newRequestId()
{
    thread_local std::mt19937_64 generator = [] {
        const std::string seed = randomBytes(64);
        std::seed_seq sequence(seed.begin(), seed.end());
        return std::mt19937_64(sequence);
    }();
    const std::uint64_t words[3] = {generator(), generator(), generator()};
    std::uint8_t bytes[17];
    std::memcpy(bytes, words, sizeof bytes);
    return "req_" + base32(bytes).substr(0, idCharacters);
}

std::int64_t nowMicros()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

std::string rfc3339(std::int64_t unixMicros)
{
    const std::time_t seconds = unixMicros / 1'000'000 - (unixMicros % 1'000'000 < 0 ? 1 : 0);
    const auto milliseconds = static_cast<int>((unixMicros - seconds * 1'000'000) / 1'000);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[96];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900,
                  parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, milliseconds);
    return text;
}

}  // namespace scaispeak::core
