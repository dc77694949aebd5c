#include "config/configuration.hpp"

#include <algorithm>

namespace scaispeak::config {

Place Configuration::placeOf(std::string_view path) const
{
    while (!path.empty()) {
        if (const auto found = places.find(path); found != places.end()) return found->second;
        const std::size_t end = path.find_last_of(".[");
        path = path.substr(0, end == std::string_view::npos ? 0 : end);
    }
    return {file.string(), 0};
}

const Plugin* Configuration::plugin(std::string_view id) const
{
    const auto found =
        std::find_if(plugins.begin(), plugins.end(), [&](const Plugin& one) { return one.id == id; });
    return found == plugins.end() ? nullptr : &*found;
}

std::string_view word(Isolation isolation) noexcept
{
    switch (isolation) {
        case Isolation::Process:
            return "process";
        case Isolation::Worker:
            return "worker";
        case Isolation::Auto:
            break;
    }
    return "auto";
}

std::string_view word(SlotClass slotClass) noexcept
{
    return slotClass == SlotClass::Relay ? "relay" : "self_hosted";
}

}  // namespace scaispeak::config
