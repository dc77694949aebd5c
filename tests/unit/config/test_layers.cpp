#include "unit/config/configuration_folder.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::config;
using namespace scaispeak::config::test;

using Texts = std::vector<std::string>;

class TestLayers : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestLayers);
    CPPUNIT_TEST(additions_areLaidOverInTheOrderOfNames);
    CPPUNIT_TEST(additions_otherFilesAreLeftAlone);
    CPPUNIT_TEST(additions_listsReplace);
    CPPUNIT_TEST(additions_pluginsMergeById);
    CPPUNIT_TEST(additions_emptyValueGivesTheDefaultBack);
    CPPUNIT_TEST(additions_faultNamesTheirFile);
    CPPUNIT_TEST(additions_duplicateInOneFileIsRefused);
    CPPUNIT_TEST(environment_setsScalarsAndCollections);
    CPPUNIT_TEST(environment_winsOverFiles);
    CPPUNIT_TEST(environment_slotsKeepTheirCapitals);
    CPPUNIT_TEST(environment_reachesIntoPlugins);
    CPPUNIT_TEST(environment_wholePluginListMergesById);
    CPPUNIT_TEST(environment_emptyValueGivesTheDefaultBack);
    CPPUNIT_TEST(environment_leavesOthersAlone);
    CPPUNIT_TEST(environment_faultsNameTheVariable);
    CPPUNIT_TEST_SUITE_END();

    void additions_areLaidOverInTheOrderOfNames()
    {
        ConfigurationFolder folder;
        folder.write("c.yaml", "listen: {port: 1, address: 10.0.0.1}");
        folder.write("conf.d/20-b.yaml", "listen: {port: 3}")
            .write("conf.d/10-a.yaml", "listen: {port: 2}\nkeys: {rotate_days: 9}");
        const Configuration configuration = folder.load();
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{3}, configuration.listen.port);
        CPPUNIT_ASSERT_EQUAL(std::string("10.0.0.1"), configuration.listen.address);
        CPPUNIT_ASSERT_EQUAL(9U, configuration.keys.rotateDays);
    }

    void additions_otherFilesAreLeftAlone()
    {
        ConfigurationFolder folder;
        folder.write("c.yaml", "")
            .write("conf.d/a.yaml.bak", "x: [")
            .write("conf.d/.b.yaml", "x: [")
            .write("conf.d/empty.yaml", "");
        CPPUNIT_ASSERT(folder.faults().empty());
    }

    void additions_listsReplace()
    {
        ConfigurationFolder folder;
        folder.write("c.yaml", "plugins: [{id: a}, {id: b}]\nauth: {chain: [a]}")
            .write("conf.d/a.yaml", "auth: {chain: [b]}");
        CPPUNIT_ASSERT(Texts{"b"} == folder.load().auth.chain);
    }

    void additions_pluginsMergeById()
    {
        ConfigurationFolder folder;
        folder.write("c.yaml", "plugins: [{id: a, workers: 2, config: {x: 1, y: {z: 1}}}, {id: b}]");
        folder.write("conf.d/a.yaml", "plugins: [{id: c}, {id: a, config: {x: 2, y: {w: 3}}}]");
        const Configuration configuration = folder.load();
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, configuration.plugins.size());
        CPPUNIT_ASSERT_EQUAL(std::string("a"), configuration.plugins[0].id);
        CPPUNIT_ASSERT_EQUAL(std::string("c"), configuration.plugins[2].id);
        CPPUNIT_ASSERT(configuration.plugins[0].workers == 2U);
        CPPUNIT_ASSERT((boost::json::object{{"x", 2}, {"y", {{"z", 1}, {"w", 3}}}}) ==
                       configuration.plugins[0].config);
    }

    void additions_emptyValueGivesTheDefaultBack()
    {
        ConfigurationFolder folder;
        folder.write("c.yaml", "limits: {key_per_minute: 1}\nplugins: [{id: a}]\nslots: {A: {plugin: a}}");
        folder.write("conf.d/a.yaml", "limits:\nslots: {A: }");
        const Configuration configuration = folder.load();
        CPPUNIT_ASSERT_EQUAL(60U, configuration.limits.keyPerMinute);
        CPPUNIT_ASSERT(!configuration.slots.at("A").configured());
    }

    void additions_faultNamesTheirFile()
    {
        ConfigurationFolder folder;
        folder.write("c.yaml", "listen: {port: 1}").write("conf.d/a.yaml", "\nlisten:\n  port: x\n");
        CPPUNIT_ASSERT(
            Texts{"conf.d/a.yaml:3: listen.port: an integer from 0 to 65535 is expected, not 'x'"} ==
            folder.faults());
    }

    void additions_duplicateInOneFileIsRefused()
    {
        ConfigurationFolder folder;
        folder.write("c.yaml", "plugins: [{id: a}]").write("conf.d/a.yaml", "plugins:\n- id: a\n- id: a\n");
        CPPUNIT_ASSERT(Texts{"conf.d/a.yaml:3: plugins.a.id: plugin 'a' is given twice; keep one of them"} ==
                       folder.faults());
    }

    void environment_setsScalarsAndCollections()
    {
        const Configuration configuration =
            loadText("", {{"SCAISPEAK_LISTEN__PORT", "9000"},
                          {"SCAISPEAK_LISTEN__TRUSTED_PROXIES", "[10.0.0.1, 10.0.0.2]"},
                          {"SCAISPEAK_LIMITS", "{key_per_minute: 5}"},
                          {"SCAISPEAK_SPEAK__TIMEOUTS__CONNECT_S", "0.25"},
                          {"SCAISPEAK_SCAISPEAK_SCAIDRIVE_URL", "https://drive.example.org"},
                          {"SCAISPEAK_STATE_DIR", "/srv/speak"}});
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{9000}, configuration.listen.port);
        CPPUNIT_ASSERT((Texts{"10.0.0.1", "10.0.0.2"}) == configuration.listen.trustedProxies);
        CPPUNIT_ASSERT_EQUAL(5U, configuration.limits.keyPerMinute);
        CPPUNIT_ASSERT(std::chrono::milliseconds(250) == configuration.speak.timeouts.connect);
        CPPUNIT_ASSERT_EQUAL(std::string("https://drive.example.org"), configuration.scaidriveUrl);
        CPPUNIT_ASSERT_EQUAL(std::string("sqlite:/srv/speak/scaispeak.db"), configuration.database.url);
    }

    void environment_winsOverFiles()
    {
        ConfigurationFolder folder;
        folder.write("c.yaml", "listen: {port: 1, address: 10.0.0.1}")
            .write("conf.d/a.yaml", "listen: {port: 2}");
        const Configuration configuration = folder.load({{"SCAISPEAK_LISTEN__PORT", "3"}});
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{3}, configuration.listen.port);
        CPPUNIT_ASSERT_EQUAL(std::string("10.0.0.1"), configuration.listen.address);
    }

    void environment_slotsKeepTheirCapitals()
    {
        const Configuration configuration =
            loadText("plugins: [{id: backend-x}]", {{"SCAISPEAK_SLOTS__B__PLUGIN", "backend-x"}});
        CPPUNIT_ASSERT_EQUAL(std::string("backend-x"), configuration.slots.at("B").plugin);
    }

    void environment_reachesIntoPlugins()
    {
        const Configuration configuration =
            loadText("plugins: [{id: backend-relay, config: {Some-Key: 1, model: x}}]",
                     {{"SCAISPEAK_PLUGINS__BACKEND_RELAY__CONFIG__API_KEY", "abc"},
                      {"SCAISPEAK_PLUGINS__BACKEND_RELAY__CONFIG__SOME_KEY", "2"},
                      {"SCAISPEAK_PLUGINS__BACKEND_RELAY__CONFIG__VOICES__VOC_X", "alloy"},
                      {"SCAISPEAK_PLUGINS__BACKEND_RELAY__ISOLATION", "worker"}});
        CPPUNIT_ASSERT(
            (boost::json::object{
                {"Some-Key", 2}, {"model", "x"}, {"api_key", "abc"}, {"voices", {{"voc_x", "alloy"}}}}) ==
            configuration.plugin("backend-relay")->config);
        CPPUNIT_ASSERT(configuration.plugin("backend-relay")->isolation == Isolation::Worker);
    }

    void environment_wholePluginListMergesById()
    {
        const Configuration configuration = loadText(
            "plugins: [{id: a, workers: 2}]", {{"SCAISPEAK_PLUGINS", "[{id: a, config: {x: 1}}, {id: b-c}]"},
                                               {"SCAISPEAK_PLUGINS__B_C__WORKERS", "3"}});
        CPPUNIT_ASSERT(configuration.plugin("a")->workers == 2U &&
                       configuration.plugin("a")->config.contains("x"));
        CPPUNIT_ASSERT(configuration.plugin("b-c")->workers == 3U);
    }

    void environment_emptyValueGivesTheDefaultBack()
    {
        const Configuration configuration = loadText("listen: {port: 1}", {{"SCAISPEAK_LISTEN__PORT", ""}});
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{8080}, configuration.listen.port);
    }

    void environment_leavesOthersAlone()
    {
        CPPUNIT_ASSERT(faultsOf("", {{"SCAISPEAK_URL", "http://x"},
                                     {"SCAISPEAK_KEY", "sgk_x"},
                                     {"SCAISPEAKER", "x"},
                                     {"PATH", "["}})
                           .empty());
    }

    void environment_faultsNameTheVariable()
    {
        const std::pair<Environment, std::string> cases[] = {
            {{{"SCAISPEAK_LISTN__PORT", "1"}},
             "environment SCAISPEAK_LISTN__PORT: listn: unknown key; did you mean 'listen'?"},
            {{{"SCAISPEAK_LISTEN__PROT", "1"}},
             "environment SCAISPEAK_LISTEN__PROT: listen.prot: unknown key; did you mean 'port'?"},
            {{{"SCAISPEAK_LISTEN__PORT", "x"}},
             "environment SCAISPEAK_LISTEN__PORT: listen.port: an integer from 0 to 65535 is expected, not "
             "'x'"},
            {{{"SCAISPEAK_LISTEN", "1"}},
             "environment SCAISPEAK_LISTEN: listen: a map of keys is expected, not '1'"},
            {{{"SCAISPEAK_STATE_DIR__X", "1"}},
             "environment SCAISPEAK_STATE_DIR__X: state_dir: text is expected, not a map"},
            {{{"SCAISPEAK_", "1"}},
             "environment SCAISPEAK_: names no key; write SCAISPEAK_LISTEN__PORT for listen.port"},
            {{{"SCAISPEAK_LISTEN__", "1"}},
             "environment SCAISPEAK_LISTEN__: names no key; write SCAISPEAK_LISTEN__PORT for listen.port"},
            {{{"SCAISPEAK_MASTER_KEY", "a: b"}},
             "environment SCAISPEAK_MASTER_KEY: a scalar, [list] or {map} is expected; put text that has a "
             "colon in quotes"},
            {{{"SCAISPEAK_LISTEN__PORT", "[1"}},
             "environment SCAISPEAK_LISTEN__PORT:1: is not YAML: end of sequence flow not found"},
            {{{"SCAISPEAK_STATE_DIR", "\xFF"}}, "environment SCAISPEAK_STATE_DIR:1: is not UTF-8 text"},
            {{{"SCAISPEAK_PLUGINS__AUTH_APIKAY__WORKERS", "1"}},
             "environment SCAISPEAK_PLUGINS__AUTH_APIKAY__WORKERS: plugins: 'AUTH_APIKAY' is no id in "
             "`plugins`; did you mean "
             "'AUTH_APIKEY'?"},
            {{{"SCAISPEAK_PLUGINS__AUTH_APIKEY__WRKERS", "1"}},
             "environment SCAISPEAK_PLUGINS__AUTH_APIKEY__WRKERS: plugins.auth-apikey.wrkers: unknown key; "
             "did you mean 'workers'?"},
        };
        for (const auto& [environment, expected] : cases) {
            const Texts faults = faultsOf("plugins: [{id: auth-apikey}]", environment);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(expected, std::size_t{1}, faults.size());
            CPPUNIT_ASSERT_EQUAL(expected, faults[0]);
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestLayers);

}  // namespace
