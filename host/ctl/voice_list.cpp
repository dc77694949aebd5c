#include "ctl/voice_list.hpp"

#include "ctl/json_fields.hpp"

#include <algorithm>
#include <limits>

namespace scaispeak::ctl {
namespace {

constexpr std::size_t longestPage = 200;

}  // namespace

void forEachVoice(const Api& api, Query query, std::size_t limit,
                  const std::function<void(const boost::json::object&)>& take)
{
    std::size_t left = limit == 0 ? std::numeric_limits<std::size_t>::max() : limit;
    std::string cursor;
    do {
        Query page = query;
        page.emplace_back("limit", std::to_string(std::min(left, longestPage)));
        page.emplace_back("cursor", cursor);
        const boost::json::object data = api.get(modulePath + "/voices", page);
        if (const boost::json::array* items = arrayOf(data, "items"))
            for (const boost::json::value& item : *items) {
                if (left == 0) return;
                if (!item.is_object()) continue;
                take(item.get_object());
                --left;
            }
        const std::string next = textOf(data, "next_cursor");
        if (!next.empty() && next == cursor)
            throw CommandFailure(ExitCode::NotReady, "the list of voices at " + api.url() + " has no end");
        cursor = next;
    } while (!cursor.empty() && left > 0);
}

}  // namespace scaispeak::ctl
