#pragma once

#include <string_view>

namespace scaispeak::core {

/// `given` when it is a traceparent of W3C Trace Context (of a later version, as far as that is known), else
/// empty: a bad one is ignored. It is passed on as it came: the host makes no spans of its own.
std::string_view traceparentOf(std::string_view given) noexcept;

/// The trace's id, 32 hexadecimal digits, of what traceparentOf gave; empty for empty.
std::string_view traceIdOf(std::string_view traceparent) noexcept;

}  // namespace scaispeak::core
