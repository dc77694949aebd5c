#include "config/plugin_directory.hpp"
#include "unit/config/configuration_folder.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::config;
using namespace scaispeak::config::test;
using namespace std::chrono_literals;

constexpr const char* everything = R"(
listen:
  address: "::"
  port: 8443
  tls: {certificate: tls/cert.pem, key: /etc/tls/key.pem}
  trusted_proxies: [10.0.0.1, 192.168.0.0/16, "fd00::/8"]
  cors_origins: ["https://app.example.org", "http://localhost:3000"]
state_dir: state
database: {url: "postgresql://speak:secret@db.example.org/speak"}
master_key: 0123
plugin_dir: ../plugins
plugins:
  - {id: backend-espeak, isolation: worker, workers: 2, worker_calls: 500, worker_memory_mb: 300}
  - {id: backend-relay, path: mine/relay.so, config: {url: "http://r", api_key: k}}
  - {id: auth-apikey}
  - {id: auth-scaikey, isolation: process}
  - {id: storage-file}
  - {id: storage-scaidrive}
  - {id: preflight-core}
slots:
  A: {plugin: backend-espeak, class: self_hosted}
  B: {plugin: backend-relay, class: relay}
  CLOUD: {plugin: backend-relay, class: relay}
policy_default: {allowed_backends: [B, CLOUD], default_backend: CLOUD}
auth: {chain: [auth-apikey, auth-scaikey], exchange: auth-scaikey}
objects: {plugin: storage-file}
limits: {key_per_minute: 1, user_per_minute: 2, tenant_per_minute: 3}
speak:
  max_text_chars: 5000
  async_text_threshold_chars: 100
  admission_wait_ms: 250
  drain_s: 1.5
  buffer_total_mb: 64
  timeouts: {connect_s: 0.5, first_audio_s: 3, between_chunks_s: 4, slow_body_s: 5, stall_s: 6}
preflight:
  plugins: [preflight-core]
  duration_min_s: 4
  duration_max_s: 30
  voice_activity_min: 0.25
  true_peak_max_dbfs: -1
  snr_min_db: 20
scaispeak_scaidrive_url: https://drive.example.org
scaikey:
  url: https://key.example.org/base
  jwks_url: https://key.example.org/jwks
  token_url: https://key.example.org/token
  client_id: speak
  client_secret: shh
  audience: scaispeak
  scaidrive_audience: scaidrive
destination: {plugin: storage-scaidrive}
keys: {rotate_days: 30}
metrics: {address: 127.0.0.1, port: 9100}
)";

class TestLoader : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestLoader);
    CPPUNIT_TEST(emptyFile_givesTheDefaultsOfTheContract);
    CPPUNIT_TEST(everyKey_isRead);
    CPPUNIT_TEST(relativePaths_areSeenFromTheFile);
    CPPUNIT_TEST(emptyValues_keepTheDefault);
    CPPUNIT_TEST(slots_AandBAreAlwaysListed);
    CPPUNIT_TEST(pluginConfig_keepsTheTypesOfYaml);
    CPPUNIT_TEST(portZero_isAllowed);
    CPPUNIT_TEST(pluginDir_besideTheProgramOrInstalled);
    CPPUNIT_TEST(shippedFiles_loadWithoutFaults);
    CPPUNIT_TEST(embeddedFile_speaksWithNothingElse);
    CPPUNIT_TEST_SUITE_END();

    void emptyFile_givesTheDefaultsOfTheContract()
    {
        const Configuration configuration = loadText("");
        CPPUNIT_ASSERT(Listen{} == configuration.listen);
        CPPUNIT_ASSERT_EQUAL(std::string("127.0.0.1"), configuration.listen.address);
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{8080}, configuration.listen.port);
        CPPUNIT_ASSERT_EQUAL(std::string("/var/lib/scaispeak"), configuration.stateDir.string());
        CPPUNIT_ASSERT_EQUAL(std::string("sqlite:/var/lib/scaispeak/scaispeak.db"),
                             configuration.database.url);
        CPPUNIT_ASSERT_EQUAL(60U, configuration.limits.keyPerMinute);
        CPPUNIT_ASSERT_EQUAL(120U, configuration.limits.userPerMinute);
        CPPUNIT_ASSERT_EQUAL(1000U, configuration.limits.tenantPerMinute);
        CPPUNIT_ASSERT_EQUAL(100'000U, configuration.speak.maxTextChars);
        CPPUNIT_ASSERT_EQUAL(2'000U, configuration.speak.asyncTextThresholdChars);
        CPPUNIT_ASSERT_EQUAL(512U, configuration.speak.bufferTotalMb);
        CPPUNIT_ASSERT(10'000ms == configuration.speak.admissionWait);
        CPPUNIT_ASSERT(20s == configuration.speak.drain);
        const SpeakTimeouts& timeouts = configuration.speak.timeouts;
        CPPUNIT_ASSERT(2s == timeouts.connect && 10s == timeouts.firstAudio && 10s == timeouts.betweenChunks);
        CPPUNIT_ASSERT(15s == timeouts.slowBody && 30s == timeouts.stall);
        CPPUNIT_ASSERT(Preflight{} == configuration.preflight);
        CPPUNIT_ASSERT_EQUAL(7U, configuration.keys.rotateDays);
        CPPUNIT_ASSERT(!configuration.metrics.port);
        CPPUNIT_ASSERT(configuration.auth.chain.empty() && configuration.plugins.empty() &&
                       configuration.masterKey.empty());
        CPPUNIT_ASSERT(PolicyDefault{} == configuration.policyDefault);
    }

    void everyKey_isRead()
    {
        const Configuration configuration = loadText(everything);
        const Listen& listen = configuration.listen;
        CPPUNIT_ASSERT_EQUAL(std::string("::"), listen.address);
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{8443}, listen.port);
        CPPUNIT_ASSERT(listen.tls.has_value());
        CPPUNIT_ASSERT((std::vector<std::string>{"10.0.0.1", "192.168.0.0/16", "fd00::/8"}) ==
                       listen.trustedProxies);
        CPPUNIT_ASSERT((std::vector<std::string>{"https://app.example.org", "http://localhost:3000"}) ==
                       listen.corsOrigins);
        CPPUNIT_ASSERT_EQUAL(std::string("postgresql://speak:secret@db.example.org/speak"),
                             configuration.database.url);
        CPPUNIT_ASSERT_EQUAL(std::string("0123"), configuration.masterKey);
        checkPlugins(configuration);
        CPPUNIT_ASSERT((PolicyDefault{{"B", "CLOUD"}, "CLOUD"}) == configuration.policyDefault);
        CPPUNIT_ASSERT((Auth{{"auth-apikey", "auth-scaikey"}, "auth-scaikey"}) == configuration.auth);
        CPPUNIT_ASSERT_EQUAL(std::string("storage-file"), configuration.objectsPlugin);
        CPPUNIT_ASSERT_EQUAL(std::string("storage-scaidrive"), configuration.destinationPlugin);
        CPPUNIT_ASSERT((Limits{1, 2, 3}) == configuration.limits);
        CPPUNIT_ASSERT((Speak{5000, 100, 250ms, 1500ms, 64, {500ms, 3s, 4s, 5s, 6s}}) == configuration.speak);
        CPPUNIT_ASSERT((Preflight{{"preflight-core"}, 4, 30, 0.25, -1, 20}) == configuration.preflight);
        CPPUNIT_ASSERT_EQUAL(std::string("https://drive.example.org"), configuration.scaidriveUrl);
        CPPUNIT_ASSERT((Scaikey{"https://key.example.org/base", "https://key.example.org/jwks",
                                "https://key.example.org/token", "speak", "shh", "scaispeak", "scaidrive"}) ==
                       configuration.scaikey);
        CPPUNIT_ASSERT_EQUAL(30U, configuration.keys.rotateDays);
        CPPUNIT_ASSERT((MetricsListen{"127.0.0.1", std::uint16_t{9100}}) == configuration.metrics);
        CPPUNIT_ASSERT(configuration.secretPaths.empty());
    }

    static void checkPlugins(const Configuration& configuration)
    {
        CPPUNIT_ASSERT_EQUAL(std::size_t{7}, configuration.plugins.size());
        const Plugin* espeak = configuration.plugin("backend-espeak");
        CPPUNIT_ASSERT(espeak && espeak->isolation == Isolation::Worker && espeak->workers == 2U);
        const Plugin* relay = configuration.plugin("backend-relay");
        CPPUNIT_ASSERT((boost::json::object{{"url", "http://r"}, {"api_key", "k"}}) == relay->config);
        CPPUNIT_ASSERT(relay->isolation == Isolation::Auto && !relay->workers);
        CPPUNIT_ASSERT(configuration.plugin("auth-scaikey")->isolation == Isolation::Process);
        CPPUNIT_ASSERT(configuration.plugin("ghost") == nullptr);
        CPPUNIT_ASSERT((Slot{"backend-relay", SlotClass::Relay}) == configuration.slots.at("CLOUD"));
    }

    void relativePaths_areSeenFromTheFile()
    {
        ConfigurationFolder folder;
        const Configuration configuration = folder.write("c.yaml", everything).load();
        const std::filesystem::path& base = folder.path();
        CPPUNIT_ASSERT_EQUAL((base / "c.yaml").string(), configuration.file.string());
        CPPUNIT_ASSERT_EQUAL((base / "tls/cert.pem").string(),
                             configuration.listen.tls->certificate.string());
        CPPUNIT_ASSERT_EQUAL(std::string("/etc/tls/key.pem"), configuration.listen.tls->key.string());
        CPPUNIT_ASSERT_EQUAL((base / "state").string(), configuration.stateDir.string());
        CPPUNIT_ASSERT_EQUAL((base.parent_path() / "plugins").string(), configuration.pluginDir.string());
        CPPUNIT_ASSERT_EQUAL((base / "mine/relay.so").string(),
                             configuration.plugin("backend-relay")->path.string());
        CPPUNIT_ASSERT_EQUAL((base.parent_path() / "plugins/auth-apikey.so").string(),
                             configuration.plugin("auth-apikey")->path.string());

        folder.write("c.yaml", "state_dir: s");
        CPPUNIT_ASSERT_EQUAL("sqlite:" + (base / "s/scaispeak.db").string(), folder.load().database.url);
        folder.write("c.yaml", "database: {url: \"sqlite:x/y.db\"}");
        CPPUNIT_ASSERT_EQUAL("sqlite:" + (base / "x/y.db").string(), folder.load().database.url);
        folder.write("c.yaml", "database: {url: \"sqlite:/x/y.db\"}");
        CPPUNIT_ASSERT_EQUAL(std::string("sqlite:/x/y.db"), folder.load().database.url);
    }

    void emptyValues_keepTheDefault()
    {
        const Configuration configuration =
            loadText("listen:\nlimits: ~\nspeak: {drain_s: }\nslots: {A: }\nauth: {chain: []}");
        CPPUNIT_ASSERT(Listen{} == configuration.listen);
        CPPUNIT_ASSERT(Limits{} == configuration.limits);
        CPPUNIT_ASSERT(20s == configuration.speak.drain);
    }

    void slots_AandBAreAlwaysListed()
    {
        const Configuration configuration = loadText("plugins: [{id: x}]\nslots: {C: {plugin: x}}");
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, configuration.slots.size());
        CPPUNIT_ASSERT((Slot{"", SlotClass::SelfHosted}) == configuration.slots.at("A"));
        CPPUNIT_ASSERT((Slot{"", SlotClass::Relay}) == configuration.slots.at("B"));
        CPPUNIT_ASSERT(!configuration.slots.at("B").configured() && configuration.slots.at("C").configured());
        CPPUNIT_ASSERT((Slot{"", SlotClass::Relay}) == loadText("slots: {B: {}}").slots.at("B"));
    }

    void pluginConfig_keepsTheTypesOfYaml()
    {
        const Configuration configuration = loadText(
            "plugins:\n- id: x\n  config: {n: 7, f: 0.5, t: true, z: ~, s: \"7\", name: yes, code: 007, big: "
            "18446744073709551616,\n"
            "               list: [1, a, {b: false}], empty: {}, inf: .inf}");
        const boost::json::value expected = {{"n", 7},
                                             {"f", 0.5},
                                             {"t", true},
                                             {"z", nullptr},
                                             {"s", "7"},
                                             {"name", "yes"},
                                             {"code", "007"},
                                             {"big", 18446744073709551616.0},
                                             {"list", {1, "a", {{"b", false}}}},
                                             {"empty", boost::json::object()},
                                             {"inf", ".inf"}};
        CPPUNIT_ASSERT_EQUAL(boost::json::serialize(expected),
                             boost::json::serialize(configuration.plugin("x")->config));
    }

    void portZero_isAllowed()
    {
        const Configuration configuration = loadText("listen: {port: 0}\nmetrics: {port: 0}");
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{0}, configuration.listen.port);
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{0}, configuration.metrics.port.value());
    }

    void pluginDir_besideTheProgramOrInstalled()
    {
        ConfigurationFolder folder;
        std::filesystem::create_directories(folder.path() / "bin");
        const std::filesystem::path installed = defaultPluginDirectory(folder.path() / "bin");
        CPPUNIT_ASSERT(installed.is_absolute() && installed != folder.path() / "plugins");
        CPPUNIT_ASSERT_EQUAL(installed, defaultPluginDirectory({}));
        std::filesystem::create_directories(folder.path() / "plugins");
        CPPUNIT_ASSERT_EQUAL(folder.path() / "plugins", defaultPluginDirectory(folder.path() / "bin"));
        CPPUNIT_ASSERT(std::filesystem::is_directory(programFolder()));
    }

    void shippedFiles_loadWithoutFaults()
    {
        const std::filesystem::path folder = SCAISPEAK_CONFIG_FOLDER;
        for (const char* name : {"scaispeak.yaml", "embedded.yaml"}) {
            try {
                load(folder / name, {});
            }
            catch (const ConfigurationError& error) {
                CPPUNIT_FAIL(error.what());
            }
        }
    }

    void embeddedFile_speaksWithNothingElse()
    {
        const Configuration configuration =
            load(std::filesystem::path(SCAISPEAK_CONFIG_FOLDER) / "embedded.yaml", {});
        CPPUNIT_ASSERT_EQUAL(std::string("127.0.0.1"), configuration.listen.address);
        CPPUNIT_ASSERT_EQUAL(std::string("backend-espeak"), configuration.slots.at("A").plugin);
        CPPUNIT_ASSERT_EQUAL(std::string("backend-relay"), configuration.slots.at("B").plugin);
        CPPUNIT_ASSERT(std::vector<std::string>{"auth-apikey"} == configuration.auth.chain);
        CPPUNIT_ASSERT((Limits{0, 0, 0}) == configuration.limits);
        CPPUNIT_ASSERT(configuration.database.url.starts_with("sqlite:/"));
        CPPUNIT_ASSERT_EQUAL(std::string("state"), configuration.stateDir.filename().string());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestLoader);

}  // namespace
