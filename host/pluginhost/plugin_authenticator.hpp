#pragma once

#include "core/authenticator.hpp"
#include "pluginhost/plugin_instance.hpp"

#include <memory>

namespace scaispeak::pluginhost {

/// A plugin's "scaispeak.auth/1" as the port. Allow is only what the plugin says cleanly: status OK, decision
/// ALLOW, and exactly one whole principal that has not expired. Whatever else looks like an ALLOW is
/// Unavailable.
class PluginAuthenticator : public core::Authenticator
{
public:
    explicit PluginAuthenticator(std::shared_ptr<PluginInstance> instance);

    core::AuthResult authenticate(std::string_view credential, const core::CallIds& ids) noexcept override;

private:
    core::AuthResult ask(std::string_view credential, const core::CallIds& ids);

    std::shared_ptr<PluginInstance> _instance;
    const scs_auth _table;
};

}  // namespace scaispeak::pluginhost
