#pragma once

#include "http/server/framing_error.hpp"
#include "http/server/head_fields.hpp"

#include <cstddef>
#include <string_view>
#include <variant>

namespace scaispeak::http {

/// Upper bounds of a request's head, in bytes.
struct HeadLimits
{
    std::size_t head = 16 * 1024;
    std::size_t target = 8 * 1024;
    std::size_t fields = 100;
};

/// Nothing is decided yet; `from` is where the next scan of the grown bytes may go on.
struct HeadIncomplete
{
    std::size_t from = 0;
};

/// The head ends before `end`, which counts its last CR LF.
struct HeadEnd
{
    std::size_t end = 0;
};

/// Where the head at the start of `bytes` ends. Looks at line ends, sizes and the method only, so that what
/// can never become a request is refused without waiting for its end. Pure.
std::variant<HeadIncomplete, HeadEnd, FramingError> findHeadEnd(std::string_view bytes, std::size_t from,
                                                                const HeadLimits& limits);

/// Reads a head that findHeadEnd() measured. Strict: whatever two readers could understand differently is
/// refused. Pure; the result points into `head`.
std::variant<HeadFields, FramingError> scanHead(std::string_view head, const HeadLimits& limits);

}  // namespace scaispeak::http
