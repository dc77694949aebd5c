#include "config/plugin_configuration.hpp"
#include "unit/config/configuration_folder.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::config;
using namespace scaispeak::config::test;

class TestPluginConfiguration : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPluginConfiguration);
    CPPUNIT_TEST(otherPlugins_getTheirSubtreeAlone);
    CPPUNIT_TEST(scaikey_goesToTheAuthPlugins);
    CPPUNIT_TEST(scaikey_unsetKeysAreLeftOut);
    CPPUNIT_TEST(preflight_goesToPreflightCoreWithoutPlugins);
    CPPUNIT_TEST(scaidriveUrl_goesToStorageScaidriveAsUrl);
    CPPUNIT_TEST(stateDir_goesToStorageFileAsDir);
    CPPUNIT_TEST(connectTimeout_goesToBackendsThatConnect);
    CPPUNIT_TEST(audioTimeouts_goToTheRelayWhichJudgesItsPeer);
    CPPUNIT_TEST(subtree_wins);
    CPPUNIT_TEST_SUITE_END();

    static std::string given(const Configuration& configuration, std::string_view id)
    {
        return boost::json::serialize(pluginConfiguration(configuration, id));
    }

    void otherPlugins_getTheirSubtreeAlone()
    {
        const Configuration configuration =
            loadText("scaikey: {url: \"https://k\"}\nplugins: [{id: backend-espeak, config: {model: m}}]");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"model":"m"})"), given(configuration, "backend-espeak"));
        CPPUNIT_ASSERT_EQUAL(std::string("{}"), given(configuration, "auth-apikey"));
    }

    void scaikey_goesToTheAuthPlugins()
    {
        const Configuration configuration = loadText(
            "scaikey: {url: \"https://k\", jwks_url: \"https://j\", token_url: \"https://t\", client_id: c, "
            "client_secret: s, "
            "audience: a, scaidrive_audience: d}");
        const std::string expected =
            R"({"url":"https://k","jwks_url":"https://j","token_url":"https://t","client_id":"c","client_secret":"s","audience":"a","scaidrive_audience":"d"})";
        CPPUNIT_ASSERT_EQUAL(expected, given(configuration, "auth-jwt"));
        CPPUNIT_ASSERT_EQUAL(expected, given(configuration, "auth-scaikey"));
    }

    void scaikey_unsetKeysAreLeftOut()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"client_id":"c"})"),
                             given(loadText("scaikey: {client_id: c, url: \"\"}"), "auth-jwt"));
    }

    void preflight_goesToPreflightCoreWithoutPlugins()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string(
                R"({"duration_min_s":5E0,"duration_max_s":2.5E1,"voice_activity_min":5E-1,"true_peak_max_dbfs":-5E-1,"snr_min_db":2E1})"),
            given(loadText("preflight: {snr_min_db: 20}"), "preflight-core"));
    }

    void scaidriveUrl_goesToStorageScaidriveAsUrl()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"url":"https://d"})"),
                             given(loadText("scaispeak_scaidrive_url: https://d"), "storage-scaidrive"));
        CPPUNIT_ASSERT_EQUAL(std::string("{}"), given(loadText(""), "storage-scaidrive"));
    }

    void stateDir_goesToStorageFileAsDir()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"dir":"/s/objects"})"),
                             given(loadText("state_dir: /s"), "storage-file"));
    }

    void connectTimeout_goesToBackendsThatConnect()
    {
        const Configuration configuration = loadText(
            "speak: {timeouts: {connect_s: 0.5}}\nplugins: [{id: backend-relay, config: {connect_s: 3}}]");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"connect_s":5E-1})"), given(configuration, "backend-scaiinfer"));
        CPPUNIT_ASSERT(pluginConfiguration(configuration, "backend-relay").at("connect_s") == 3);
        CPPUNIT_ASSERT_EQUAL(std::string("{}"), given(configuration, "backend-espeak"));
    }

    void audioTimeouts_goToTheRelayWhichJudgesItsPeer()
    {
        const auto relay = [](const std::string& text) {
            return pluginConfiguration(loadText(text), "backend-relay");
        };
        const std::string timeouts = "speak: {timeouts: {first_audio_s: 30, between_chunks_s: 4}}\n";
        CPPUNIT_ASSERT(relay(timeouts).at("first_audio_s") == 30.);
        CPPUNIT_ASSERT(relay(timeouts).at("between_chunks_s") == 4.);
        const auto own = relay(timeouts + "plugins: [{id: backend-relay, config: {first_audio_s: 7}}]");
        CPPUNIT_ASSERT(own.at("first_audio_s") == 7);
        CPPUNIT_ASSERT(own.at("between_chunks_s") == 4.);
    }

    void subtree_wins()
    {
        const Configuration configuration = loadText(
            "scaikey: {url: \"https://k\", audience: a}\npreflight: {snr_min_db: 20}\n"
            "plugins: [{id: auth-jwt, config: {audience: b}}, {id: storage-file, config: {dir: /d}}, {id: "
            "preflight-core, config: {snr_min_db: 1}}]");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"audience":"b","url":"https://k"})"),
                             given(configuration, "auth-jwt"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"dir":"/d"})"), given(configuration, "storage-file"));
        CPPUNIT_ASSERT(pluginConfiguration(configuration, "preflight-core").at("snr_min_db") == 1);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPluginConfiguration);

}  // namespace
