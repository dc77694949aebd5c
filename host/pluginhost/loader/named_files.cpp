#include "pluginhost/loader/named_files.hpp"

#include "pluginhost/loader/schema_view.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

namespace scaispeak::pluginhost {

namespace json = boost::json;

namespace {

/// Empty when it can be read.
std::string whyNot(const std::string& name)
{
    errno = 0;
    std::ifstream file(name, std::ios::binary);
    if (file && file.peek() != std::ifstream::traits_type::eof()) return {};
    return errno == 0 ? "it is empty" : std::generic_category().message(errno);
}

void look(const json::value& value, const SchemaView& schema, const std::string& path,
          std::vector<ConfigFault>& faults)
{
    if (value.is_object()) {
        for (const auto& [key, member] : value.get_object())
            look(member, schema.member(key), path + (path.empty() ? "" : ".") + std::string(key), faults);
        return;
    }
    if (value.is_array()) {
        for (std::size_t index = 0; index < value.get_array().size(); ++index)
            look(value.get_array()[index], schema.element(index), path + "[" + std::to_string(index) + "]",
                 faults);
        return;
    }
    if (!value.is_string() || value.get_string().empty() || !schema.namesFile()) return;
    const std::string why = whyNot(std::string(value.get_string()));
    if (!why.empty())
        faults.push_back(
            {path, "the file cannot be read: " + why + "; name one that the host's user may read"});
}

}  // namespace

std::vector<ConfigFault> unreadableFiles(const json::value& schema, const json::object& config)
{
    std::vector<ConfigFault> faults;
    look(json::value(config), SchemaView(schema), "", faults);
    return faults;
}

}  // namespace scaispeak::pluginhost
