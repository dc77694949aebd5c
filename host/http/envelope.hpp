#pragma once

#include "core/failure.hpp"
#include "http/server/response.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace scaispeak::http {

/// The shape of every JSON answer (contract, section 1).
Response okResponse(boost::json::value data, const std::string& requestId, int status = 200);

/// The same with one more member in `data`, which is long and needs no escaping (base64): it is put in as it
/// is.
Response okResponseWith(std::string_view name, std::string_view plainText, const boost::json::object& data,
                        const std::string& requestId);

/// A page of a list: `data.items`, `pagination`, and where more follow `data.next_cursor`.
Response listResponse(boost::json::array items, const std::string& nextCursor, const std::string& requestId);

/// With `data` beside `error` where the contract has it.
Response errorResponse(const core::Failure& failure, const std::string& requestId,
                       boost::json::value data = nullptr);

Response textResponse(std::string body, std::string mediaType, const std::string& requestId);

}  // namespace scaispeak::http
