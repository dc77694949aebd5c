#include "pluginhost/lent.hpp"

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace scaispeak::pluginhost {

namespace {

/// All that was ever lent. It outlives every thread, so it is never destroyed.
struct Keep
{
    std::mutex mutex;
    std::deque<HostTable> tables;
    std::deque<CallSlab> slabs;
    std::map<std::string, std::deque<CallSlab*>> restingSlabs;  ///< By plugin.

    static Keep& all()
    {
        static Keep& keep = *std::make_unique<Keep>().release();
        return keep;
    }
};

HostTable& newTable(const std::string& pluginId, const HostServices& services, bool withCredentials)
{
    Keep& keep = Keep::all();
    const std::lock_guard lock(keep.mutex);
    return keep.tables.emplace_back(pluginId, services, withCredentials);
}

CallSlab& slabFor(const std::string& pluginId)
{
    Keep& keep = Keep::all();
    const std::lock_guard lock(keep.mutex);
    auto& resting = keep.restingSlabs[pluginId];
    if (resting.empty()) return keep.slabs.emplace_back();
    CallSlab& slab = *resting.front();
    resting.pop_front();
    return slab;
}

}  // namespace

Lent::Lent(const std::string& pluginId, const HostServices& services, bool withCredentials)
    : _pluginId(pluginId), _table(newTable(pluginId, services, withCredentials)), _slab(slabFor(pluginId))
{}

Lent::~Lent()
{
    end();
    // One with a call that never ended stays out of use.
    if (!_slab.rests()) return;
    Keep& keep = Keep::all();
    const std::lock_guard lock(keep.mutex);
    keep.restingSlabs[_pluginId].push_back(&_slab);
}

}  // namespace scaispeak::pluginhost
