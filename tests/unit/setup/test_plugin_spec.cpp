#include "setup/plugin_spec.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;
using setup::pluginSpec;

class TestPluginSpec : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPluginSpec);
    CPPUNIT_TEST(isolation_isTheConfigurations);
    CPPUNIT_TEST(workers_areAsConfigured);
    CPPUNIT_TEST(whatIsNotConfigured_isThePluginHostsOwn);
    CPPUNIT_TEST(config_isInTheClearAndForPeopleMasked);
    CPPUNIT_TEST_SUITE_END();

    config::Configuration _configuration;
    config::Plugin _plugin;

public:
    void setUp() override
    {
        _plugin.id = "backend-x";
        _plugin.path = "/plugins/backend-x.so";
    }

private:
    void isolation_isTheConfigurations()
    {
        using config::Isolation;
        using pluginhost::IsolationChoice;
        const std::pair<Isolation, IsolationChoice> pairs[] = {{Isolation::Auto, IsolationChoice::Auto},
                                                               {Isolation::Process, IsolationChoice::Process},
                                                               {Isolation::Worker, IsolationChoice::Worker}};
        for (const auto& [given, expected] : pairs) {
            _plugin.isolation = given;
            CPPUNIT_ASSERT(expected == pluginSpec(_configuration, _plugin).isolation);
        }
    }

    void workers_areAsConfigured()
    {
        _plugin.workers = 3;
        _plugin.workerCalls = 500;
        _plugin.workerMemoryMb = 5'000;
        const pluginhost::PluginSpec spec = pluginSpec(_configuration, _plugin);
        CPPUNIT_ASSERT_EQUAL(std::string("backend-x"), spec.id);
        CPPUNIT_ASSERT_EQUAL(std::string("/plugins/backend-x.so"), spec.path.string());
        CPPUNIT_ASSERT_EQUAL(3U, spec.workers);
        CPPUNIT_ASSERT(500 == spec.workerLimits.calls);
        CPPUNIT_ASSERT(5'000ULL * 1'048'576 == spec.workerLimits.memory);
    }

    void whatIsNotConfigured_isThePluginHostsOwn()
    {
        const pluginhost::PluginSpec spec = pluginSpec(_configuration, _plugin);
        const pluginhost::WorkerLimits own;
        CPPUNIT_ASSERT_EQUAL(0U, spec.workers);
        CPPUNIT_ASSERT(own.calls == spec.workerLimits.calls);
        CPPUNIT_ASSERT(own.memory == spec.workerLimits.memory);
        // Naught is a choice: never.
        _plugin.workerCalls = 0;
        _plugin.workerMemoryMb = 0;
        CPPUNIT_ASSERT(0 == pluginSpec(_configuration, _plugin).workerLimits.calls);
        CPPUNIT_ASSERT(0 == pluginSpec(_configuration, _plugin).workerLimits.memory);
    }

    void config_isInTheClearAndForPeopleMasked()
    {
        _plugin.config = {{"api_key", "secret"}, {"model", "m"}};
        _configuration.plugins.push_back(_plugin);
        _configuration.secretPaths.insert("plugins.backend-x.config.api_key");
        const pluginhost::PluginSpec spec = pluginSpec(_configuration, _plugin);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"api_key":"secret","model":"m"})"),
                             boost::json::serialize(spec.config));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"api_key":"***","model":"m"})"),
                             boost::json::serialize(spec.shown.value()));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPluginSpec);

}  // namespace
