#include "pluginhost/gate_registry.hpp"

namespace scaispeak::pluginhost {

std::shared_ptr<Gate> GateRegistry::gateFor(const Descriptor& descriptor)
{
    if (!descriptor.exclusiveGroup.empty()) return shared(_groups, descriptor.exclusiveGroup);
    switch (descriptor.threading) {
        case Threading::Concurrent:
            return nullptr;
        case Threading::Instance:
            return std::make_shared<Gate>();
        case Threading::Plugin:
            break;
    }
    return shared(_plugins, descriptor.id);
}

std::shared_ptr<Gate> GateRegistry::shared(std::map<std::string, std::shared_ptr<Gate>>& gates,
                                           const std::string& name)
{
    const std::lock_guard lock(_mutex);
    auto& gate = gates[name];
    if (!gate) gate = std::make_shared<Gate>();
    return gate;
}

}  // namespace scaispeak::pluginhost
