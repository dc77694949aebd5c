#pragma once

#include "core/failure.hpp"
#include "http/server/response.hpp"

#include <boost/json.hpp>

#include <string>

namespace scaispeak::http {

/// The shape of every JSON answer (contract, section 1).
Response okResponse(boost::json::value data, const std::string& requestId, int status = 200);

/// A page of a list: `data.items`, and where more follow the cursor of the next page.
Response listResponse(boost::json::array items, const std::string& nextCursor, const std::string& requestId);

/// With `data` beside `error` where the contract has it.
Response errorResponse(const core::Failure& failure, const std::string& requestId, boost::json::value data = nullptr);

Response textResponse(std::string body, std::string mediaType, const std::string& requestId);

}  // namespace scaispeak::http
