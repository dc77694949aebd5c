#include "pluginhost/plugin_host.hpp"

#include "pluginhost/plugin_record.hpp"

#include <algorithm>
#include <iterator>
#include <thread>
#include <utility>

namespace scaispeak::pluginhost {

PluginHost::PluginHost(HostServices services) : _services(std::move(services)) {}

PluginHost::~PluginHost()
{
    for (auto record = _records.rbegin(); record != _records.rend(); ++record)
        (*record)->close();
}

void PluginHost::load(const PluginSpec& spec)
{
    refuseSecond(spec);
    const auto record = std::make_shared<PluginRecord>(spec);
    const auto keep = [&] {
        const std::lock_guard lock(_mutex);
        _records.push_back(record);
    };
    try {
        record->load(spec, _services, _gates);
    }
    catch (...) {
        // An instance that its backend did not come out of must not wait for the end of the host.
        record->close();
        keep();
        throw;
    }
    keep();
}

std::shared_ptr<PluginRecord> PluginHost::prepare(const PluginSpec& spec)
{
    auto record = std::make_shared<PluginRecord>(spec);
    record->load(spec, _services, _gates);
    return record;
}

void PluginHost::awaitEngines(const Prepared& prepared, std::chrono::milliseconds patience) const
{
    constexpr std::chrono::milliseconds pause{5};
    const auto known = [](const PluginRecord& record) {
        return record.backend() && !record.backend()->describe()->name.empty();
    };
    const auto until = std::chrono::steady_clock::now() + patience;
    for (const auto& record : prepared) {
        const auto before = find(record->id());
        if (!before || !known(*before)) continue;
        while (record->backend() && !known(*record) && std::chrono::steady_clock::now() < until) {
            std::this_thread::sleep_for(pause);
            record->backend()->refresh();
        }
    }
}

std::shared_ptr<PluginRecord> PluginHost::find(const std::string& id) const
{
    const std::lock_guard lock(_mutex);
    const auto found = std::ranges::find_if(_records, [&](const auto& record) { return record->id() == id; });
    return found == _records.end() ? nullptr : *found;
}

void PluginHost::exchange(Prepared prepared, const std::vector<std::string>& gone)
{
    // Released outside the lock: an instance ends with the last who holds it.
    Prepared retired;
    const std::lock_guard lock(_mutex);
    for (auto& record : prepared) {
        const auto place =
            std::ranges::find_if(_records, [&](const auto& other) { return other->id() == record->id(); });
        if (place == _records.end()) {
            _records.push_back(std::move(record));
            continue;
        }
        retired.push_back(std::exchange(*place, std::move(record)));
    }
    const auto isGone = [&](const auto& record) {
        return std::ranges::find(gone, record->id()) != gone.end();
    };
    std::ranges::copy_if(_records, std::back_inserter(retired), isGone);
    std::erase_if(_records, isGone);
}

void PluginHost::refuseSecond(const PluginSpec& spec) const
{
    const std::lock_guard lock(_mutex);
    if (std::ranges::any_of(_records, [&](const auto& record) { return record->id() == spec.id; }))
        throw PluginRefused(LoadStep::Lookup, spec.id,
                            "it is configured twice: remove one of the two entries");
}

std::shared_ptr<const PluginRecord> PluginHost::loaded(const std::string& id) const
{
    const std::lock_guard lock(_mutex);
    const auto found = std::ranges::find_if(_records, [&](const auto& record) { return record->id() == id; });
    if (found == _records.end())
        throw PluginRefused(LoadStep::Lookup, id,
                            "no plugin of this id is loaded: add it to plugins in the configuration");
    if (!(*found)->isLoaded())
        throw PluginRefused(LoadStep::Lookup, id, "it was not loaded: " + (*found)->error());
    return *found;
}

std::shared_ptr<core::Backend> PluginHost::backend(const std::string& id) const
{
    if (auto backend = loaded(id)->backend()) return backend;
    throw PluginRefused(LoadStep::Lookup, id,
                        "it is no backend (" SCS_BACKEND_1 "): name another plugin there");
}

std::shared_ptr<core::Authenticator> PluginHost::authenticator(const std::string& id) const
{
    if (auto authenticator = loaded(id)->authenticator()) return authenticator;
    throw PluginRefused(LoadStep::Lookup, id,
                        "it is no authenticator (" SCS_AUTH_1 "): name another plugin there");
}

std::vector<std::shared_ptr<PluginNodes>> PluginHost::allNodes() const
{
    const std::lock_guard lock(_mutex);
    std::vector<std::shared_ptr<PluginNodes>> all;
    for (const auto& record : _records)
        if (auto nodes = record->nodes()) all.push_back(std::move(nodes));
    return all;
}

std::vector<core::NodeState> PluginHost::nodes() const
{
    std::vector<core::NodeState> list;
    for (const auto& nodes : allNodes())
        std::ranges::move(nodes->list(), std::back_inserter(list));
    return list;
}

std::vector<core::EvictionOutcome> PluginHost::evict(const core::ReferenceKey& key) const
{
    std::vector<core::EvictionOutcome> outcomes;
    for (const auto& nodes : allNodes())
        std::ranges::move(nodes->evict(key), std::back_inserter(outcomes));
    return outcomes;
}

std::vector<PluginStatus> PluginHost::status() const
{
    const std::lock_guard lock(_mutex);
    std::vector<PluginStatus> list;
    for (const auto& record : _records)
        list.push_back(record->status());
    return list;
}

}  // namespace scaispeak::pluginhost
