#include "pluginhost/loader/interfaces.hpp"

#include "pluginhost/loader/abi_struct.hpp"
#include "pluginhost/loader/plugin_refused.hpp"
#include "pluginhost/loader/text.hpp"

#include <string_view>

namespace scaispeak::pluginhost {

namespace {

/// Reads one table after the other out of one plugin.
class Reader
{
public:
    Reader(const std::string& id, const void* (*getInterface)(scs_str)) : _id(id), _getInterface(getInterface)
    {}

    /// Nothing when the plugin does not offer it.
    template <class Table>
    std::optional<Table> table(const char* interfaceId, std::uint32_t minimum)
    {
        _interfaceId = interfaceId;
        const void* theirs = ask();
        if (theirs == nullptr) return std::nullopt;
        Table ours;
        switch (copyStruct(static_cast<const Table*>(theirs), minimum, ours)) {
            case StructCopy::Ok:
                return ours;
            case StructCopy::TooLarge:
                refuse("its struct_size is over " + std::to_string(maximumStructSize));
            default:
                refuse("its struct_size is less than the " + std::to_string(minimum) +
                       " bytes of plugin ABI 1.0");
        }
    }

    /// Refuses when a function that the last table must have is not there.
    void require(bool present, const char* name) const
    {
        if (!present) refuseWithout(name);
    }

private:
    [[noreturn]] void refuse(const std::string& reason) const
    {
        throw PluginRefused(LoadStep::Interfaces, _id,
                            std::string("its table of ") + _interfaceId + " is not usable: " + reason +
                                "; report it to the plugin's vendor");
    }

    // Inlined, it makes GCC 12 warn of bounds that are kept (with sanitizers).
    [[noreturn, gnu::noinline]] void refuseWithout(const char* name) const
    {
        refuse(std::string("it has no ") + name + " function");
    }

    const void* ask() const
    {
        try {
            return _getInterface(abiText(_interfaceId));
        }
        catch (...) {
            refuse("get_interface threw an exception");
        }
    }

    const std::string& _id;
    const void* (*_getInterface)(scs_str);
    const char* _interfaceId = "";
};

#define TABLE(type, interfaceId, last) reader.table<type>(interfaceId, SCAISPEAK_ABI_MINIMUM(type, last))
#define REQUIRE(member, function) reader.require((member)->function != nullptr, #function)

void readBackends(Reader& reader, Interfaces& found)
{
    if ((found.backend = TABLE(scs_backend, SCS_BACKEND_1, health))) {
        REQUIRE(found.backend, describe);
        REQUIRE(found.backend, synthesize);
    }
    if ((found.backendNodes = TABLE(scs_backend_nodes, SCS_BACKEND_NODES_1, evict))) {
        REQUIRE(found.backendNodes, list_nodes);
        REQUIRE(found.backendNodes, evict);
    }
}

void readStorage(Reader& reader, Interfaces& found)
{
    if ((found.objects = TABLE(scs_objects, SCS_OBJECTS_1, list))) {
        REQUIRE(found.objects, open_write);
        REQUIRE(found.objects, write);
        REQUIRE(found.objects, commit);
        REQUIRE(found.objects, abort);
        REQUIRE(found.objects, open_read);
        REQUIRE(found.objects, read);
        REQUIRE(found.objects, close);
        REQUIRE(found.objects, stat);
        REQUIRE(found.objects, remove);
        REQUIRE(found.objects, list);
    }
    if ((found.destination = TABLE(scs_destination, SCS_DESTINATION_1, fetch))) {
        REQUIRE(found.destination, list_shares);
        REQUIRE(found.destination, list_children);
        REQUIRE(found.destination, prepare);
        REQUIRE(found.destination, put);
    }
}

void readAuth(Reader& reader, Interfaces& found)
{
    if ((found.auth = TABLE(scs_auth, SCS_AUTH_1, authenticate))) REQUIRE(found.auth, authenticate);
    if ((found.tokenExchange = TABLE(scs_token_exchange, SCS_TOKEN_EXCHANGE_1, exchange)))
        REQUIRE(found.tokenExchange, exchange);
}

void readOthers(Reader& reader, Interfaces& found)
{
    if ((found.preflight = TABLE(scs_preflight, SCS_PREFLIGHT_1, close))) {
        REQUIRE(found.preflight, open);
        REQUIRE(found.preflight, push);
        REQUIRE(found.preflight, measure);
        REQUIRE(found.preflight, finish);
        REQUIRE(found.preflight, close);
    }
    if ((found.transport = TABLE(scs_transport, SCS_TRANSPORT_1, stop))) {
        REQUIRE(found.transport, start);
        REQUIRE(found.transport, open_session);
        REQUIRE(found.transport, add_candidate);
        REQUIRE(found.transport, close_session);
        REQUIRE(found.transport, stop);
    }
}

#undef TABLE
#undef REQUIRE

}  // namespace

std::vector<std::string> Interfaces::ids() const
{
    std::vector<std::string> ids;
    if (backend) ids.emplace_back(SCS_BACKEND_1);
    if (backendNodes) ids.emplace_back(SCS_BACKEND_NODES_1);
    if (objects) ids.emplace_back(SCS_OBJECTS_1);
    if (destination) ids.emplace_back(SCS_DESTINATION_1);
    if (auth) ids.emplace_back(SCS_AUTH_1);
    if (tokenExchange) ids.emplace_back(SCS_TOKEN_EXCHANGE_1);
    if (preflight) ids.emplace_back(SCS_PREFLIGHT_1);
    if (transport) ids.emplace_back(SCS_TRANSPORT_1);
    return ids;
}

std::vector<std::string> Interfaces::kinds() const
{
    std::vector<std::string> kinds;
    if (backend || backendNodes) kinds.emplace_back("backend");
    if (objects || destination) kinds.emplace_back("storage");
    if (auth || tokenExchange) kinds.emplace_back("auth");
    if (preflight) kinds.emplace_back("preflight");
    if (transport) kinds.emplace_back("transport");
    return kinds;
}

Interfaces readInterfaces(const std::string& id, const void* (*getInterface)(scs_str))
{
    Interfaces found;
    Reader reader(id, getInterface);
    readBackends(reader, found);
    readStorage(reader, found);
    readAuth(reader, found);
    readOthers(reader, found);
    if (found.ids().empty())
        throw PluginRefused(
            LoadStep::Interfaces, id,
            "it offers no interface that this host knows: upgrade the host if the plugin is newer, "
            "else report it to the plugin's vendor");
    return found;
}

}  // namespace scaispeak::pluginhost
