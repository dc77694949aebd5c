#include "fake_plugin.hpp"
#include "pluginhost/plugin_call.hpp"
#include "refusal.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <cfenv>
#include <csignal>
#include <thread>

namespace {

using namespace scaispeak;
using namespace scaispeak::pluginhost;

class TestPluginInstance : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPluginInstance);
    CPPUNIT_TEST(create_failureIsRefusedWithItsPublicMessage);
    CPPUNIT_TEST(create_exceptionIsRefused);
    CPPUNIT_TEST(create_withoutAWordNamesARemedy);
    CPPUNIT_TEST(create_changesOfTheProcessArePutBackAndTold);
    CPPUNIT_TEST(create_andDestroyPassTheGate);
    CPPUNIT_TEST(close_waitsForTheCallsThatRun);
    CPPUNIT_TEST(close_destroysOnce);
    CPPUNIT_TEST(close_survivesADestroyThatThrows);
    CPPUNIT_TEST(call_beyondTheSlabIsFull);
    CPPUNIT_TEST(hostTable_outlivesTheInstanceAndLeadsNowhere);
    CPPUNIT_TEST(handle_ofAnEndedInstanceIsStaleInTheNextOne);
    CPPUNIT_TEST_SUITE_END();

    fakes::Host _host;
    fakes::Plugin _plugin;

    void create_failureIsRefusedWithItsPublicMessage()
    {
        _plugin.create = [this](scs_error* error) {
            return fakes::fail(_plugin, error, SCS_INVALID_ARGUMENT, "", "dir is not a folder",
                               "stat failed");
        };
        assertRefused(LoadStep::Create, {"dir is not a folder", "status 10"},
                      [&] { _plugin.instance(_host); });
        CPPUNIT_ASSERT(_host.logger.has("fault=create_failed detail=stat failed"));
        CPPUNIT_ASSERT(!_plugin.destroyed);
    }

    void create_exceptionIsRefused()
    {
        _plugin.create = [](scs_error*) -> scs_status { throw std::runtime_error("inside"); };
        assertRefused(LoadStep::Create, {"threw an exception"}, [&] { _plugin.instance(_host); });
    }

    void create_withoutAWordNamesARemedy()
    {
        _plugin.create = [](scs_error*) { return SCS_INTERNAL; };
        assertRefused(LoadStep::Create,
                      {"without a message", "report it to the plugin's vendor", "status 21"},
                      [&] { _plugin.instance(_host); });
    }

    void create_changesOfTheProcessArePutBackAndTold()
    {
        struct sigaction before = {};
        ::sigaction(SIGTERM, nullptr, &before);
        _plugin.create = [](scs_error*) {
            ::signal(SIGTERM, SIG_IGN);
            std::fesetround(FE_DOWNWARD);
            return SCS_OK;
        };
        const auto instance = _plugin.instance(_host);
        struct sigaction after = {};
        ::sigaction(SIGTERM, nullptr, &after);
        CPPUNIT_ASSERT(after.sa_handler == before.sa_handler && std::fegetround() == FE_TONEAREST);
        CPPUNIT_ASSERT(
            _host.logger.has("fault=process_changed detail=create changed SIGTERM, which was put back"));
        CPPUNIT_ASSERT(_host.logger.has("fault=floating_point_mode_changed"));
    }

    void hostTable_outlivesTheInstanceAndLeadsNowhere()
    {
        _plugin.instance(_host).reset();
        const scs_host& host = *_plugin.host;
        const std::size_t lines = _host.logger.lines().size();
        host.log(host.ctx, SCS_LOG_ERROR, fakes::Plugin::text("still_here"), nullptr, 0);
        CPPUNIT_ASSERT_EQUAL(lines, _host.logger.lines().size());
        CPPUNIT_ASSERT(host.monotonic_ns(host.ctx) > 0);
    }

    void handle_ofAnEndedInstanceIsStaleInTheNextOne()
    {
        void* kept = nullptr;
        {
            const auto first = _plugin.instance(_host);
            PluginCall call(*first, CallContext{});
            kept = call.slot().handle();
        }
        const auto second = _plugin.instance(_host);
        std::vector<std::unique_ptr<PluginCall>> calls;
        int target = 0;
        for (std::size_t count = 0; count < CallSlab::restingSlots; ++count) {
            calls.push_back(std::make_unique<PluginCall>(*second, CallContext{}));
            calls.back()->slot().setTarget(&target);
        }
        CPPUNIT_ASSERT(CallSlot::target<int>(kept) == nullptr);
        CPPUNIT_ASSERT_EQUAL(SCS_CLOSED, CallSlot::status(kept));
    }

    void create_andDestroyPassTheGate()
    {
        const auto gate = std::make_shared<Gate>();
        // Whoever comes now would have to wait, so the gate is held.
        const auto held = [&] {
            return gate->enter(CallContext::within(std::chrono::nanoseconds(1))) == Gate::Entry::Stopped;
        };
        bool heldInCreate = false;
        bool heldInDestroy = false;
        _plugin.create = [&](scs_error*) {
            heldInCreate = held();
            return SCS_OK;
        };
        _plugin.destroy = [&] { heldInDestroy = held(); };
        _plugin.instance(_host, gate).reset();
        CPPUNIT_ASSERT(heldInCreate && heldInDestroy);
        CPPUNIT_ASSERT(!held());
    }

    void close_waitsForTheCallsThatRun()
    {
        const auto instance = _plugin.instance(_host);
        auto call = std::make_unique<PluginCall>(*instance, CallContext{});
        std::thread closer([&] { instance->close(); });
        // From when on no call enters, close waits for the one that runs.
        while (PluginUse(*instance))
            std::this_thread::yield();
        CPPUNIT_ASSERT(!_plugin.destroyed);
        call.reset();
        closer.join();
        CPPUNIT_ASSERT(_plugin.destroyed);
    }

    void close_destroysOnce()
    {
        int destroyed = 0;
        _plugin.destroy = [&] { ++destroyed; };
        const auto instance = _plugin.instance(_host);
        instance->close();
        instance->close();
        CPPUNIT_ASSERT_EQUAL(1, destroyed);
    }

    void close_survivesADestroyThatThrows()
    {
        _plugin.destroy = [] { throw 7; };
        _plugin.instance(_host)->close();
        CPPUNIT_ASSERT(_host.logger.has("fault=exception detail=destroy threw"));
    }

    void call_beyondTheSlabIsFull()
    {
        const auto instance = _plugin.instance(_host);
        std::vector<std::unique_ptr<PluginCall>> calls;
        for (std::size_t count = 0; count < CallSlab::maximumSlots; ++count)
            calls.push_back(std::make_unique<PluginCall>(*instance, CallContext{}));
        CPPUNIT_ASSERT(calls.back()->entered());
        CPPUNIT_ASSERT(PluginCall(*instance, CallContext{}).entry() == PluginCall::Entry::Full);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPluginInstance);

}  // namespace
