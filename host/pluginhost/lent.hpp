#pragma once

#include "pluginhost/call_slab.hpp"
#include "pluginhost/host_table.hpp"

#include <string>

namespace scaispeak::pluginhost {

/// What an instance gets hold of, the host's table and the handles of its calls. A thread that a plugin left
/// behind may use it at any time, so its memory is never given back: when this ends, all of it leads nowhere,
/// and the slab serves the next instance of the same plugin.
class Lent
{
public:
    Lent(const std::string& pluginId, const HostServices& services, bool withCredentials);
    ~Lent();
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;

    /// From now on nothing that is called through the table reaches the host. Waits for calls that do now.
    void end() noexcept { _table.close(); }

    const scs_host* host() const { return _table.get(); }
    CallSlab& slab() { return _slab; }

private:
    const std::string _pluginId;
    HostTable& _table;
    CallSlab& _slab;
};

}  // namespace scaispeak::pluginhost
