#pragma once

#include "http/server/framing_error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace scaispeak::http {

/// Takes the chunked framing off a request body, piece by piece. Strict: sizes of plain hexadecimal digits,
/// CR LF only. Extensions and trailers are checked, bounded (together 8 kB a body, a line 512 bytes) and
/// dropped. Pure.
class ChunkDecoder
{
public:
    enum class Status
    {
        Incomplete,
        Complete,
        TooLarge,
        Refused
    };

    explicit ChunkDecoder(std::size_t maxBodyBytes) : _maxBodyBytes(maxBodyBytes) {}

    /// Consumes from the front of `bytes` and appends what it decodes to `body`. After another status than
    /// Incomplete nothing more may be fed. TooLarge: the body would grow beyond the limit.
    Status feed(std::string_view& bytes, std::string& body);

    /// Why it was refused.
    const FramingError& error() const { return _error; }

private:
    enum class Part
    {
        Size,
        Data,
        DataEnd,
        Trailer
    };

    Status refuse(std::string_view message);
    std::optional<Status> takeLine(std::string_view& bytes);
    Status takeData(std::string_view& bytes, std::string& body);
    Status endOfSizeLine(std::size_t bodySize);
    Status endOfTrailerLine();

    std::size_t _maxBodyBytes;
    Part _part = Part::Size;
    std::string _line;
    std::size_t _dropped = 0;
    std::uint64_t _left = 0;
    FramingError _error;
};

}  // namespace scaispeak::http
