#include "http/wire_text.hpp"

#include <boost/json.hpp>

namespace scaispeak::http {

/// The JSON parser knows what well-formed UTF-8 is; a lone check would be code of our own.
bool isUtf8(const std::string& text)
{
    boost::json::error_code error;
    boost::json::parse(boost::json::serialize(boost::json::value(text)), error);
    return !error;
}

}  // namespace scaispeak::http
