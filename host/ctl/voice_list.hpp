#pragma once

#include "ctl/api.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <functional>

namespace scaispeak::ctl {

/// Calls `take` with each voice that the query finds, page after page, at most `limit` (0 = all). Throws as
/// Api does.
void forEachVoice(const Api& api, Query query, std::size_t limit,
                  const std::function<void(const boost::json::object&)>& take);

}  // namespace scaispeak::ctl
