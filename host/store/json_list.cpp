#include "store/json_list.hpp"

#include "store/database_error.hpp"

#include <boost/json.hpp>

namespace scaispeak::store {

std::string jsonOfList(const std::vector<std::string>& list)
{
    boost::json::array array;
    array.reserve(list.size());
    for (const std::string& item : list)
        array.emplace_back(item);
    return boost::json::serialize(array);
}

std::vector<std::string> listOfJson(const std::string& json)
{
    try {
        std::vector<std::string> list;
        const boost::json::value parsed = boost::json::parse(json);
        for (const boost::json::value& item : parsed.as_array())
            list.emplace_back(item.as_string());
        return list;
    }
    catch (const std::exception&) {
        throw DatabaseError(Fault::BadData, "a list column holds no JSON list");
    }
}

}  // namespace scaispeak::store
