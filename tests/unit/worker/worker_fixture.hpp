#pragma once

#include "fakes.hpp"
#include "pluginhost/loader/plugin_loader.hpp"
#include "pluginhost/loader/text.hpp"
#include "pluginhost/plugin_call.hpp"
#include "pluginhost/worker/remote_instance.hpp"
#include "pluginhost/worker/remote_plugin.hpp"
#include "pluginhost/worker/remote_tables.hpp"

#include <cppunit/TestAssert.h>
#include <cppunit/TestFixture.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <string>
#include <thread>

/// The plugin every-kind in workers of the real program.
class WorkerFixture : public CppUnit::TestFixture
{
public:
    void tearDown() override { _instance.reset(); }

protected:
    fakes::Host _host;
    std::shared_ptr<scaispeak::pluginhost::PluginInstance> _instance;

    void start(std::uint32_t workers = 1, boost::json::object config = {},
               scaispeak::pluginhost::WorkerLimits limits = {})
    {
        using namespace scaispeak::pluginhost;
        _host.services.workerProgram = WORKER_PROGRAM;
        PluginSpec spec;
        spec.id = "every-kind";
        spec.path = TEST_PLUGINS "/every-kind.so";
        spec.isolation = IsolationChoice::Worker;
        spec.config = std::move(config);
        spec.workers = workers;
        spec.workerLimits = limits;
        const ExaminedPlugin examined = PluginLoader().examine(spec.id, spec.path);
        Interfaces interfaces = remoteInterfaces(examined.interfaces);
        const Interfaces all = interfaces;
        // A transport would have one worker only.
        if (workers > 1) interfaces.transport.reset();
        _instance = std::make_shared<PluginInstance>(
            remoteDescriptor(examined.descriptor, interfaces, spec, _host.services), all, _host.services,
            nullptr, spec.config);
    }

    scaispeak::pluginhost::RemoteInstance& remote()
    {
        return scaispeak::pluginhost::RemoteInstance::of(_instance->raw());
    }

    /// One call: `function(slot, error)`; what the emit functions get is `target`.
    scs_status call(void* target,
                    const std::function<scs_status(scaispeak::pluginhost::CallSlot&, scs_error*)>& function,
                    scaispeak::pluginhost::ErrorText* said = nullptr,
                    const scaispeak::core::Cancellation* cancellation = nullptr)
    {
        using namespace scaispeak::pluginhost;
        CallContext context{"req_1", "", cancellation, CallContext::Clock::now() + std::chrono::seconds(20)};
        PluginCall call(*_instance, context);
        CPPUNIT_ASSERT(call.entered());
        call.slot().setTarget(target);
        const scs_status status = call.run([&](scs_error* error) { return function(call.slot(), error); });
        if (said != nullptr) *said = call.slot().errorText();
        return status;
    }

    static void eventually(const std::function<bool()>& condition, const char* what)
    {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!condition()) {
            CPPUNIT_ASSERT_MESSAGE(what, std::chrono::steady_clock::now() < end);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
};
