#include "pluginhost/worker/remote_plugin.hpp"

#include "pluginhost/loader/text.hpp"
#include "pluginhost/worker/remote_instance.hpp"

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>

namespace scaispeak::pluginhost {

namespace {

// A plugin that takes calls side by side gets so many of them in one worker.
constexpr std::uint32_t lanesOfAConcurrentPlugin = 16;
constexpr std::chrono::seconds firstPatience{10};

bool takesOneCall(const Descriptor& descriptor)
{
    return descriptor.threading != Threading::Concurrent || !descriptor.exclusiveGroup.empty();
}

std::uint32_t workersOf(const Descriptor& descriptor, const Interfaces& interfaces, const PluginSpec& spec)
{
    // The sessions of a transport live in one worker.
    if (interfaces.transport) return 1;
    if (spec.workers > 0) return spec.workers;
    return interfaces.backend && takesOneCall(descriptor) ? std::max(std::thread::hardware_concurrency(), 1U)
                                                          : 1;
}

WorkerSpec specOf(const Descriptor& descriptor, const Interfaces& interfaces, const PluginSpec& spec,
                  const HostServices& services)
{
    WorkerSpec worker;
    worker.program = services.workerProgram;
    worker.hello.pluginId = descriptor.id;
    worker.hello.pluginFile = spec.path;
    worker.hello.hostName = services.hostName;
    worker.hello.hostVersion = services.hostVersion;
    worker.hello.lanes = takesOneCall(descriptor) ? 1 : lanesOfAConcurrentPlugin;
    worker.hello.debugLines = services.logger.enabled(core::LogLevel::Debug);
    worker.hello.config = spec.config;
    worker.workers = workersOf(descriptor, interfaces, spec);
    worker.limits = spec.workerLimits;
    return worker;
}

scs_status start(const WorkerSpec& spec, bool oneCall, core::Logger& logger, const scs_host& host,
                 void** instance, scs_error* error)
{
    auto remote = std::make_unique<RemoteInstance>(spec, oneCall, logger, host);
    const WorkerPool::FirstStart first = remote->pool().waitForFirst(firstPatience);
    if (first.refusal.empty()) {
        // Also when they crash: one is tried again and again, and what is wrong shows in the health.
        *instance = remote.release();
        return SCS_OK;
    }
    scs_error_info info{};
    info.struct_size = sizeof info;
    info.public_message = abiText(first.refusal);
    host.error_set(host.ctx, error, &info);
    return SCS_INVALID_ARGUMENT;
}

}  // namespace

Descriptor remoteDescriptor(Descriptor described, const Interfaces& interfaces, const PluginSpec& spec,
                            const HostServices& services)
{
    const WorkerSpec worker = specOf(described, interfaces, spec, services);
    const bool oneCall = takesOneCall(described);
    core::Logger& logger = services.logger;
    described.create = [worker, oneCall, &logger](const scs_host* host, scs_str, void** instance,
                                                  scs_error* error) {
        return start(worker, oneCall, logger, *host, instance, error);
    };
    described.destroy = [](void* instance) { delete static_cast<RemoteInstance*>(instance); };
    return described;
}

}  // namespace scaispeak::pluginhost
