#pragma once

#include <string_view>

namespace scaispeak::http {

/// What the Accept header asks for.
enum class Wanted
{
    Json,
    Audio,         ///< as it is made
    Unacceptable,  ///< a concrete audio type that is not the format's, or nothing that can be given
};

/// The best match of an Accept header (RFC 9110, 12.5.1) when JSON and one audio type can be given. An absent
/// header, and
/// "*/*" alone, mean JSON. `mediaType` may carry parameters; they are not compared.
Wanted wanted(std::string_view accept, std::string_view mediaType);

}  // namespace scaispeak::http
