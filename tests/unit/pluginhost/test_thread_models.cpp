#include "fake_plugin.hpp"
#include "fakes.hpp"
#include "pluginhost/gate_registry.hpp"
#include "pluginhost/loader/plugin_loader.hpp"
#include "pluginhost/plugin_authenticator.hpp"
#include "pluginhost/plugin_backend.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <thread>

namespace {

using namespace scaispeak;
using namespace scaispeak::pluginhost;

/// Real plugins (tests/plugins/overlap) that fail a call when another one is inside where it must not be.
class TestThreadModels : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestThreadModels);
    CPPUNIT_TEST(plugin_oneCallAtATimeWhateverTheInstances);
    CPPUNIT_TEST(instance_oneCallAtATimeInEach);
    CPPUNIT_TEST(instance_twoOfThemSpeakAtOnce);
    CPPUNIT_TEST(concurrent_callsMeet);
    CPPUNIT_TEST(group_oneCallAtATimeAcrossPluginsAndKinds);
    CPPUNIT_TEST(group_bindsWhoCallsItselfConcurrent);
    CPPUNIT_TEST(withoutAGate_theyWouldBeSeen);
    CPPUNIT_TEST_SUITE_END();

    fakes::Host _host;
    GateRegistry _gates;

    struct Loaded
    {
        LoadedPlugin plugin;
        std::shared_ptr<PluginInstance> instance;
        std::unique_ptr<PluginBackend> backend;
        std::unique_ptr<PluginAuthenticator> authenticator;
    };

    Loaded load(const std::string& id, bool gated = true)
    {
        Loaded loaded{PluginLoader().load(id, OVERLAP_PLUGINS "/" + id + ".so"), nullptr, nullptr, nullptr};
        const LoadedPlugin& plugin = loaded.plugin;
        loaded.instance = std::make_shared<PluginInstance>(
            plugin.descriptor, plugin.interfaces, _host.services,
            gated ? _gates.gateFor(plugin.descriptor) : nullptr, boost::json::object());
        loaded.backend = std::make_unique<PluginBackend>(loaded.instance);
        loaded.authenticator = std::make_unique<PluginAuthenticator>(loaded.instance);
        return loaded;
    }

    static bool speaks(core::Backend& backend, const std::string& text = "Hello")
    {
        core::SynthesisRequest request;
        request.text = text;
        core::Cancellation cancellation;
        fakes::Sink sink;
        return backend.synthesize(request, sink, cancellation).status == core::SynthesisStatus::Ok;
    }

    static bool allows(Loaded& loaded)
    {
        const auto result = loaded.authenticator->authenticate(loaded.plugin.descriptor.id + "-me", {});
        return result.decision == core::AuthDecision::Allow;
    }

    /// How many of 4 threads' calls failed, each thread on one of the plugins in turn, in every kind of call.
    static int failures(const std::vector<Loaded*>& plugins)
    {
        std::atomic<int> failed{0};
        std::vector<std::thread> threads;
        for (std::size_t number = 0; number < 4; ++number)
            threads.emplace_back([&, number] {
                Loaded& mine = *plugins[number % plugins.size()];
                for (int round = 0; round < 5; ++round) {
                    if (!speaks(*mine.backend)) ++failed;
                    if (!allows(mine)) ++failed;
                    try {
                        if (mine.backend->listVoices().size() != 1) ++failed;
                    }
                    catch (const std::exception&) {
                        ++failed;
                    }
                }
            });
        for (auto& thread : threads)
            thread.join();
        return failed;
    }

    void plugin_oneCallAtATimeWhateverTheInstances()
    {
        Loaded one = load("overlap-plugin");
        Loaded two = load("overlap-plugin");
        CPPUNIT_ASSERT_EQUAL(0, failures({&one, &two}));
    }

    void instance_oneCallAtATimeInEach()
    {
        Loaded one = load("overlap-instance");
        Loaded two = load("overlap-instance");
        CPPUNIT_ASSERT_EQUAL(0, failures({&one, &two}));
    }

    static void meet(core::Backend& one, core::Backend& two)
    {
        std::atomic<int> met{0};
        std::thread first([&] { met += speaks(one, "Meet") ? 1 : 0; });
        std::thread second([&] { met += speaks(two, "Meet") ? 1 : 0; });
        first.join();
        second.join();
        CPPUNIT_ASSERT_EQUAL(2, met.load());
    }

    void instance_twoOfThemSpeakAtOnce()
    {
        Loaded one = load("overlap-instance");
        Loaded two = load("overlap-instance");
        meet(*one.backend, *two.backend);
    }

    void concurrent_callsMeet()
    {
        Loaded one = load("overlap-concurrent");
        meet(*one.backend, *one.backend);
    }

    void group_oneCallAtATimeAcrossPluginsAndKinds()
    {
        Loaded one = load("overlap-group-one");
        Loaded two = load("overlap-group-two");
        CPPUNIT_ASSERT_EQUAL(0, failures({&one, &two}));
    }

    void group_bindsWhoCallsItselfConcurrent()
    {
        Loaded one = load("overlap-group-one");
        CPPUNIT_ASSERT(one.plugin.descriptor.threading == Threading::Concurrent);
        CPPUNIT_ASSERT_EQUAL(1U, one.backend->describe()->maxConcurrency);
        CPPUNIT_ASSERT_EQUAL(0, failures({&one}));
    }

    void withoutAGate_theyWouldBeSeen()
    {
        Loaded one = load("overlap-group-one", false);
        Loaded two = load("overlap-group-two", false);
        CPPUNIT_ASSERT(failures({&one, &two}) > 0);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestThreadModels);

}  // namespace
