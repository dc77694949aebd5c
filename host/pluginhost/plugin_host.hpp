#pragma once

#include "core/authenticator.hpp"
#include "core/backend.hpp"
#include "core/evictions.hpp"
#include "core/node_directory.hpp"
#include "pluginhost/gate_registry.hpp"
#include "pluginhost/host_services.hpp"
#include "pluginhost/loader/descriptor.hpp"
#include "pluginhost/loader/plugin_refused.hpp"
#include "pluginhost/worker/worker_roster.hpp"
#include "pluginhost/worker/worker_spec.hpp"

#include <boost/json.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace scaispeak::pluginhost {

class PluginLoader;
class PluginNodes;
class PluginRecord;

enum class IsolationChoice : std::uint8_t
{
    Auto,
    Process,
    Worker
};

/// What the configuration says of a plugin.
struct PluginSpec
{
    std::string id;
    std::filesystem::path path;  ///< Absolute, of the .so.
    IsolationChoice isolation = IsolationChoice::Auto;
    boost::json::object config;  ///< Secrets resolved.
    /// The same for people, without what came from where secrets are kept; unset: as it is. The schema's
    /// secrets are masked in either case.
    std::optional<boost::json::object> shown = std::nullopt;
    std::uint32_t workers = 0;  ///< How many worker processes; 0 = as many as suit the plugin.
    WorkerLimits workerLimits = {};
};

/// Is it to run in worker processes, by its own word or by the configuration's?
bool wantsWorkers(const PluginSpec& spec, const Descriptor& descriptor);

/// How a plugin stands, for operators. No secret is in it.
struct PluginStatus
{
    std::string id;
    std::string version;
    std::string abi;  ///< E.g. "1.0".
    std::vector<std::string> kinds;
    std::string isolation;  ///< process, worker
    std::string threading;
    std::string exclusiveGroup;
    std::string status;  ///< loaded, failed, disabled
    std::string error;
    boost::json::object config;         ///< What the plugin's schema marks as secret, at any depth, is "***".
    std::vector<WorkerStatus> workers;  ///< Of a plugin that runs in workers.
};

/// Loads plugins and hands out their interfaces as ports. Ports may outlive the host; their calls then fail
/// as unavailable. Loading is for one thread, the rest thread safe.
class PluginHost
{
public:
    explicit PluginHost(HostServices services);
    /// Ends the instances, last one first: waits up to 10 s for the calls that run in each.
    ~PluginHost();
    PluginHost(const PluginHost&) = delete;
    PluginHost& operator=(const PluginHost&) = delete;

    /// Throws PluginRefused; the failure stays listed in status() as well.
    void load(const PluginSpec& spec);

    /// Plugins made ready beside those in use, see prepare().
    using Prepared = std::vector<std::shared_ptr<PluginRecord>>;

    /// Loads a plugin, or a second instance of one that is in use, without anybody being handed it. Throws
    /// PluginRefused; nothing has changed then.
    std::shared_ptr<PluginRecord> prepare(const PluginSpec& spec);

    /// Waits until each prepared engine whose forerunner is known is known itself, so that no call falls
    /// between the two: workers begin a moment after they are made. Gives up after `patience`.
    void awaitEngines(const Prepared& prepared, std::chrono::milliseconds patience) const;

    /// Puts prepared plugins in the places of those of their ids, or behind the others, and takes those named
    /// `gone` away. The instances replaced end with the last port of theirs that somebody holds.
    void exchange(Prepared prepared, const std::vector<std::string>& gone);

    /// Throw PluginRefused (lookup) when the plugin is not loaded or has no such interface.
    std::shared_ptr<core::Backend> backend(const std::string& id) const;
    std::shared_ptr<core::Authenticator> authenticator(const std::string& id) const;

    /// The nodes behind all backends that have such, as last seen.
    std::vector<core::NodeState> nodes() const;

    /// Takes what was made of that clip away from all those nodes.
    std::vector<core::EvictionOutcome> evict(const core::ReferenceKey& key) const;

    /// In the order of loading.
    std::vector<PluginStatus> status() const;

private:
    std::vector<std::shared_ptr<PluginNodes>> allNodes() const;
    void refuseSecond(const PluginSpec& spec) const;
    std::shared_ptr<PluginRecord> find(const std::string& id) const;
    std::shared_ptr<const PluginRecord> loaded(const std::string& id) const;

    HostServices _services;
    GateRegistry _gates;
    mutable std::mutex _mutex;
    std::vector<std::shared_ptr<PluginRecord>> _records;
};

}  // namespace scaispeak::pluginhost
