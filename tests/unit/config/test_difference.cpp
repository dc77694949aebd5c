#include "config/difference.hpp"
#include "unit/config/configuration_folder.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::config;
using namespace scaispeak::config::test;
using Keys = std::vector<std::string>;

struct Difference
{
    const char* key;
    const char* before;
    const char* after;
};

constexpr Difference restartNeeded[] = {
    {"listen.address", "{}", "listen: {address: 127.0.0.2}"},
    {"listen.port", "{}", "listen: {port: 8081}"},
    {"listen.tls", "{}", "listen: {tls: {certificate: c.pem, key: k.pem}}"},
    {"listen.tls", "listen: {tls: {certificate: c.pem, key: k.pem}}", "{}"},
    {"database.url", "{}", "database: {url: \"sqlite:/other.db\"}"},
    {"master_key", "{}", "master_key: other"},
    {"plugins.a.path", "plugins: [{id: a}]", "plugins: [{id: a, path: /other.so}]"},
    {"auth.exchange", "plugins: [{id: a}]", "{plugins: [{id: a}], auth: {exchange: a}}"},
    {"objects.plugin", "plugins: [{id: a}]", "{plugins: [{id: a}], objects: {plugin: a}}"},
    {"preflight.plugins", "plugins: [{id: a}]", "{plugins: [{id: a}], preflight: {plugins: [a]}}"},
    {"scaispeak_scaidrive_url", "{}", "scaispeak_scaidrive_url: https://drive"},
    {"destination.plugin", "plugins: [{id: a}]", "{plugins: [{id: a}], destination: {plugin: a}}"},
    {"keys.rotate_days", "{}", "keys: {rotate_days: 8}"},
    {"metrics.address", "{}", "metrics: {address: 127.0.0.2}"},
    {"metrics.port", "{}", "metrics: {port: 9000}"},
};

constexpr const char* changedWhileRunning[] = {
    "listen: {trusted_proxies: [10.0.0.1]}",
    "listen: {cors_origins: [\"https://app\"]}",
    "limits: {key_per_minute: 1}",
    "limits: {user_per_minute: 1}",
    "limits: {tenant_per_minute: 1}",
    "speak: {max_text_chars: 1}",
    "speak: {async_text_threshold_chars: 1}",
    "speak: {admission_wait_ms: 1}",
    "speak: {drain_s: 1}",
    "speak: {buffer_total_mb: 16}",
    "speak: {timeouts: {connect_s: 1, first_audio_s: 1, between_chunks_s: 1, slow_body_s: 1, stall_s: 1}}",
    "policy_default: {allowed_backends: [B], default_backend: B}",
    "slots: {C: {class: relay}}",
    "plugins: [{id: a}]",
    "{plugins: [{id: a}], auth: {chain: [a]}}",
    "preflight: {snr_min_db: 1}",
    "scaikey: {url: \"https://scaikey\"}",
};

class DifferenceTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(DifferenceTest);
    CPPUNIT_TEST(keepUntilRestart_namesEachSuchKeyAndPutsItBack);
    CPPUNIT_TEST(keepUntilRestart_leavesTheOtherKeysAlone);
    CPPUNIT_TEST(keepUntilRestart_namesStateDir);
    CPPUNIT_TEST(keepUntilRestart_letsTheFilesOfTlsChange);
    CPPUNIT_TEST(keepUntilRestart_namesAllKeysAtOnce);
    CPPUNIT_TEST(pluginChanges_areToldById);
    CPPUNIT_TEST(pluginChanges_includeWhatTheHostFillsIn);
    CPPUNIT_TEST(pluginChanges_includeIsolationAndWorkers);
    CPPUNIT_TEST(pluginChanges_ofEqualConfigurationsAreNone);
    CPPUNIT_TEST_SUITE_END();

    static Configuration at(const char* yaml)
    {
        Configuration configuration = loadText(yaml);
        configuration.file = "/c.yaml";
        return configuration;
    }

    void keepUntilRestart_namesEachSuchKeyAndPutsItBack()
    {
        ConfigurationFolder folder;
        for (const Difference& difference : restartNeeded) {
            const Configuration now = folder.write("c.yaml", difference.before).load();
            Configuration next = folder.write("c.yaml", difference.after).load();
            const Keys keys = keepUntilRestart(now, next);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(difference.after, std::size_t{1}, keys.size());
            CPPUNIT_ASSERT_EQUAL(std::string(difference.key), keys.front());
            CPPUNIT_ASSERT_MESSAGE(difference.key, keepUntilRestart(now, next).empty());
        }
    }

    void keepUntilRestart_leavesTheOtherKeysAlone()
    {
        for (const char* yaml : changedWhileRunning) {
            const Configuration now = at("{}");
            Configuration next = at(yaml);
            const Configuration wanted = next;
            CPPUNIT_ASSERT_MESSAGE(yaml, keepUntilRestart(now, next).empty());
            CPPUNIT_ASSERT_MESSAGE(yaml, next == wanted && !(next == now));
        }
    }

    void keepUntilRestart_namesStateDir()
    {
        Configuration next = at("state_dir: /other");
        // Its default follows state_dir.
        CPPUNIT_ASSERT(Keys({"state_dir", "database.url"}) == keepUntilRestart(at("{}"), next));
    }

    void keepUntilRestart_letsTheFilesOfTlsChange()
    {
        const Configuration now = at("listen: {tls: {certificate: /c.pem, key: /k.pem}}");
        Configuration next = at("listen: {tls: {certificate: /other.pem, key: /other.key}}");
        CPPUNIT_ASSERT(keepUntilRestart(now, next).empty());
        CPPUNIT_ASSERT_EQUAL(std::string("/other.pem"), next.listen.tls->certificate.string());
    }

    void keepUntilRestart_namesAllKeysAtOnce()
    {
        Configuration next = at("{listen: {port: 1}, metrics: {port: 2}, limits: {key_per_minute: 1}}");
        CPPUNIT_ASSERT(Keys({"listen.port", "metrics.port"}) == keepUntilRestart(at("{}"), next));
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{8080}, next.listen.port);
        CPPUNIT_ASSERT_EQUAL(1U, next.limits.keyPerMinute);
    }

    void pluginChanges_areToldById()
    {
        const PluginChanges changes =
            pluginChanges(at("plugins: [{id: a}, {id: b}, {id: c, config: {x: 1}}]"),
                          at("plugins: [{id: d}, {id: c, config: {x: 2}}, {id: b}]"));
        CPPUNIT_ASSERT(PluginChanges({{"d"}, {"c"}, {"a"}}) == changes);
    }

    void pluginChanges_includeWhatTheHostFillsIn()
    {
        const char* plugins = "plugins: [{id: auth-jwt}, {id: auth-apikey}, {id: preflight-core}]";
        const PluginChanges changes =
            pluginChanges(at(plugins), at((std::string(plugins) + "\nscaikey: {url: \"https://k\"}"
                                                                  "\npreflight: {snr_min_db: 3}")
                                              .c_str()));
        CPPUNIT_ASSERT(PluginChanges({{}, {"auth-jwt", "preflight-core"}, {}}) == changes);
    }

    void pluginChanges_includeIsolationAndWorkers()
    {
        const PluginChanges changes =
            pluginChanges(at("plugins: [{id: a}, {id: b, workers: 1}, {id: c}, {id: d}, {id: e}]"),
                          at("plugins: [{id: a, isolation: worker}, {id: b, workers: 2}, {id: c}, "
                             "{id: d, worker_calls: 9}, {id: e, worker_memory_mb: 64}]"));
        CPPUNIT_ASSERT(PluginChanges({{}, {"a", "b", "d", "e"}, {}}) == changes);
    }

    void pluginChanges_ofEqualConfigurationsAreNone()
    {
        const Configuration same = at("plugins: [{id: a, config: {x: 1}}]");
        CPPUNIT_ASSERT(PluginChanges() == pluginChanges(same, same));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DifferenceTest);

}  // namespace
