#include "unit/config/configuration_folder.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

namespace {

using namespace scaispeak::config;
using namespace scaispeak::config::test;

struct Case
{
    const char* yaml;
    const char* fault;
};

/// Each text has one fault, and this is how the operator reads it.
constexpr Case unknownKeys[] = {
    {"lissen: {}", "c.yaml:1: lissen: unknown key; did you mean 'listen'?"},
    {"listen:\n  prot: 8080", "c.yaml:2: listen.prot: unknown key; did you mean 'port'?"},
    {"listen: {tls: {certificate: c, key: k, ca: x}}",
     "c.yaml:1: listen.tls.ca: unknown key; known here: certificate, key"},
    {"database: {uri: x}", "c.yaml:1: database.uri: unknown key; did you mean 'url'?"},
    {"plugins:\n- id: a\n  iso: worker", "c.yaml:3: plugins.a.iso: unknown key; did you mean 'isolation'?"},
    {"slots: {A: {plugins: x}}", "c.yaml:1: slots.A.plugins: unknown key; did you mean 'plugin'?"},
    {"policy_default: {default: A}",
     "c.yaml:1: policy_default.default: unknown key; did you mean 'default_backend'?"},
    {"auth: {chains: []}", "c.yaml:1: auth.chains: unknown key; did you mean 'chain'?"},
    {"objects: {plugn: x}", "c.yaml:1: objects.plugn: unknown key; did you mean 'plugin'?"},
    {"destination: {plug_in: x}", "c.yaml:1: destination.plug_in: unknown key; did you mean 'plugin'?"},
    {"limits: {keys_per_minute: 1}",
     "c.yaml:1: limits.keys_per_minute: unknown key; did you mean 'key_per_minute'?"},
    {"speak: {drain: 1}", "c.yaml:1: speak.drain: unknown key; did you mean 'drain_s'?"},
    {"speak:\n  timeouts:\n    connect: 1",
     "c.yaml:3: speak.timeouts.connect: unknown key; did you mean 'connect_s'?"},
    {"preflight: {snr_min: 1}", "c.yaml:1: preflight.snr_min: unknown key; did you mean 'snr_min_db'?"},
    {"scaikey: {secret: x}",
     "c.yaml:1: scaikey.secret: unknown key; known here: url, jwks_url, token_url, client_id, client_secret, "
     "audience, scaidrive_audience"},
    {"keys: {rotate: 7}", "c.yaml:1: keys.rotate: unknown key; did you mean 'rotate_days'?"},
    {"metrics: {prt: 7}", "c.yaml:1: metrics.prt: unknown key; did you mean 'port'?"},
};

constexpr Case wrongTypes[] = {
    {"listen: 8080", "c.yaml:1: listen: a map of keys is expected, not '8080'"},
    {"listen: {port: \"8080\"}",
     "c.yaml:1: listen.port: an integer from 0 to 65535 is expected, not \"8080\""},
    {"listen: {port: http}", "c.yaml:1: listen.port: an integer from 0 to 65535 is expected, not 'http'"},
    {"listen: {port: 80.5}", "c.yaml:1: listen.port: an integer from 0 to 65535 is expected, not '80.5'"},
    {"listen: {port: [80]}", "c.yaml:1: listen.port: an integer from 0 to 65535 is expected, not a list"},
    {"listen: {address: {}}", "c.yaml:1: listen.address: text is expected, not a map"},
    {"listen: {address: \"a\\nb\"}",
     "c.yaml:1: listen.address: holds a control character, such as a line break"},
    {"listen: {trusted_proxies: 10.0.0.1}",
     "c.yaml:1: listen.trusted_proxies: a list is expected, such as [a, b], not '10.0.0.1'"},
    {"listen:\n  trusted_proxies:\n  - 10.0.0.1\n  - {}",
     "c.yaml:4: listen.trusted_proxies[1]: text is expected, not a map"},
    {"listen: {tls: yes}", "c.yaml:1: listen.tls: a map of keys is expected, not 'yes'"},
    {"plugins: {id: a}", "c.yaml:1: plugins: a list is expected, such as [{id: auth-apikey}], not a map"},
    {"plugins: [auth-apikey]",
     "c.yaml:1: plugins[0]: a map is expected, such as {id: auth-apikey}, not 'auth-apikey'"},
    {"plugins: [{id: a, config: x}]", "c.yaml:1: plugins.a.config: a map of keys is expected, not 'x'"},
    {"slots: [A]", "c.yaml:1: slots: a map of keys is expected, not a list"},
    {"slots: {A: backend-x}", "c.yaml:1: slots.A: a map of keys is expected, not 'backend-x'"},
    {"speak: {timeouts: 3}", "c.yaml:1: speak.timeouts: a map of keys is expected, not '3'"},
    {"speak: {drain_s: soon}", "c.yaml:1: speak.drain_s: a number from 0 to 3600 is expected, not 'soon'"},
    {"preflight: {snr_min_db: .nan}",
     "c.yaml:1: preflight.snr_min_db: a number from -120 to 120 is expected, not '.nan'"},
    {"master_key: [a]", "c.yaml:1: master_key: text is expected, not a list"},
};

constexpr Case outOfRange[] = {
    {"listen: {port: 65536}", "c.yaml:1: listen.port: an integer from 0 to 65535 is expected, not '65536'"},
    {"listen: {port: -1}", "c.yaml:1: listen.port: an integer from 0 to 65535 is expected, not '-1'"},
    {"metrics: {port: 70000}", "c.yaml:1: metrics.port: an integer from 0 to 65535 is expected, not '70000'"},
    {"limits: {key_per_minute: -1}",
     "c.yaml:1: limits.key_per_minute: an integer from 0 to 1000000 is expected, not '-1'"},
    {"limits: {user_per_minute: 99999999999999999999}",
     "c.yaml:1: limits.user_per_minute: an integer from 0 to 1000000 is expected, not "
     "'99999999999999999999'"},
    {"limits: {tenant_per_minute: 1e3}",
     "c.yaml:1: limits.tenant_per_minute: an integer from 0 to 1000000 is expected, not '1e3'"},
    {"speak: {max_text_chars: 0}",
     "c.yaml:1: speak.max_text_chars: an integer from 1 to 500000 is expected, not '0'"},
    {"speak: {async_text_threshold_chars: -5}",
     "c.yaml:1: speak.async_text_threshold_chars: an integer from 0 to 500000 is expected, not '-5'"},
    {"speak: {admission_wait_ms: 600001}",
     "c.yaml:1: speak.admission_wait_ms: an integer from 0 to 600000 is expected, not '600001'"},
    {"speak: {buffer_total_mb: 1}",
     "c.yaml:1: speak.buffer_total_mb: an integer from 16 to 1048576 is expected, not '1'"},
    {"speak: {timeouts: {connect_s: 0}}",
     "c.yaml:1: speak.timeouts.connect_s: a number from 0.05 to 3600 is expected, not '0'"},
    {"speak: {timeouts: {stall_s: 1e400}}",
     "c.yaml:1: speak.timeouts.stall_s: a number from 0.05 to 3600 is expected, not '1e400'"},
    {"preflight: {voice_activity_min: 1.5}",
     "c.yaml:1: preflight.voice_activity_min: a number from 0 to 1 is expected, not '1.5'"},
    {"preflight: {duration_max_s: 31}",
     "c.yaml:1: preflight.duration_max_s: a number from 0.1 to 30 is expected, not '31'"},
    {"preflight: {duration_min_s: 25}",
     "c.yaml:1: preflight.duration_min_s: is not below duration_max_s, so that no clip could pass"},
    {"keys: {rotate_days: 0}", "c.yaml:1: keys.rotate_days: an integer from 1 to 3650 is expected, not '0'"},
    {"plugins: [{id: a, workers: 0}]",
     "c.yaml:1: plugins.a.workers: an integer from 1 to 256 is expected, not '0'"},
    {"plugins: [{id: a, worker_calls: -1}]",
     "c.yaml:1: plugins.a.worker_calls: an integer from 0 to 1000000000 is expected, not '-1'"},
    {"plugins: [{id: a, worker_memory_mb: 1048577}]",
     "c.yaml:1: plugins.a.worker_memory_mb: an integer from 0 to 1048576 is expected, not '1048577'"},
    {"plugins: [{id: a, isolation: thread}]",
     "c.yaml:1: plugins.a.isolation: one of auto, process, worker is expected, not 'thread'"},
    {"plugins: [{id: a}]\nslots: {A: {plugin: a, class: cloud}}",
     "c.yaml:2: slots.A.class: one of self_hosted, relay is expected, not 'cloud'"},
};

constexpr Case wrongForms[] = {
    {"listen: {address: 300.1.1.1}",
     "c.yaml:1: listen.address: an IP address or host name is expected, such as 127.0.0.1, 0.0.0.0 or ::"},
    {"listen: {address: \"\"}",
     "c.yaml:1: listen.address: an IP address or host name is expected, such as 127.0.0.1, 0.0.0.0 or ::"},
    {"metrics: {address: a b}",
     "c.yaml:1: metrics.address: an IP address or host name is expected, such as 127.0.0.1, 0.0.0.0 or ::"},
    {"listen: {trusted_proxies: [10.0.0.0/33]}",
     "c.yaml:1: listen.trusted_proxies[0]: an address or a network, such as 10.0.0.0/8, is expected, not "
     "'10.0.0.0/33'"},
    {"listen: {cors_origins: [\"*\"]}",
     "c.yaml:1: listen.cors_origins[0]: an origin, such as https://app.example.org, is expected, not \"*\""},
    {"listen: {tls: {key: k.pem}}",
     "c.yaml:1: listen.tls.certificate: is missing; name a PEM file, or drop tls"},
    {"listen: {tls: {certificate: c.pem}}",
     "c.yaml:1: listen.tls.key: is missing; name a PEM file, or drop tls"},
    {"database: {url: mysql://x}",
     "c.yaml:1: database.url: `sqlite:FILE` or `postgresql://user:password@host/name` is expected"},
    {"database: {url: \"sqlite:\"}",
     "c.yaml:1: database.url: `sqlite:FILE` or `postgresql://user:password@host/name` is expected"},
    {"plugins: [{config: {}}]",
     "c.yaml:1: plugins[0].id: is missing; every plugin has an id, such as backend-espeak"},
    {"plugins: [{id: ../evil}]",
     "c.yaml:1: plugins.../evil.id: small letters, digits and single hyphens are expected, such as "
     "backend-espeak"},
    {"plugins: [{id: A_b}]",
     "c.yaml:1: plugins.A_b.id: small letters, digits and single hyphens are expected, such as "
     "backend-espeak"},
    {"plugins:\n- id: a\n- id: b\n- id: a",
     "c.yaml:4: plugins.a.id: plugin 'a' is given twice; keep one of them"},
    {"plugins: [{id: a, isolation: process, workers: 2}]",
     "c.yaml:1: plugins.a.workers: says nothing with isolation: process; drop one of them"},
    {"plugins: [{id: a, isolation: process, worker_memory_mb: 0}]",
     "c.yaml:1: plugins.a.worker_memory_mb: says nothing with isolation: process; drop one of them"},
    {"slots: {a: {}}", "c.yaml:1: slots.a: a slot's name is a word of capital letters, such as A"},
    {"scaispeak_scaidrive_url: drive.example.org",
     "c.yaml:1: scaispeak_scaidrive_url: a URL such as https://scai.example.org is expected, without user "
     "and query"},
    {"scaikey: {url: \"https://user:pw@key.example.org\"}",
     "c.yaml:1: scaikey.url: a URL such as https://scai.example.org is expected, without user and query"},
    {"scaikey: {token_url: \"https://key.example.org/t?x=1\"}",
     "c.yaml:1: scaikey.token_url: a URL such as https://scai.example.org is expected, without user and "
     "query"},
};

constexpr Case acrossKeys[] = {
    {"plugins: [{id: backend-espeak}]\nslots:\n  A:\n    plugin: backend-espaek",
     "c.yaml:4: slots.A.plugin: plugin 'backend-espaek' is not in `plugins`; did you mean 'backend-espeak'?"},
    {"auth:\n  chain:\n  - auth-apikey", "c.yaml:3: auth.chain[0]: plugin 'auth-apikey' is not in `plugins`"},
    {"plugins: [{id: a}]\nauth: {chain: [a, a]}",
     "c.yaml:2: auth.chain[1]: 'a' is given twice; keep one of them"},
    {"auth: {exchange: auth-scaikey}", "c.yaml:1: auth.exchange: plugin 'auth-scaikey' is not in `plugins`"},
    {"objects: {plugin: storage-file}",
     "c.yaml:1: objects.plugin: plugin 'storage-file' is not in `plugins`"},
    {"destination: {plugin: storage-scaidrive}",
     "c.yaml:1: destination.plugin: plugin 'storage-scaidrive' is not in `plugins`"},
    {"preflight: {plugins: [preflight-core]}",
     "c.yaml:1: preflight.plugins[0]: plugin 'preflight-core' is not in `plugins`"},
    {"policy_default: {allowed_backends: []}",
     "c.yaml:1: policy_default.allowed_backends: is empty, so that nothing could speak; name a slot, such as "
     "A"},
    {"policy_default: {allowed_backends: [A, B, C]}",
     "c.yaml:1: policy_default.allowed_backends[2]: slot 'C' is not in `slots`; did you mean 'A'?"},
    {"policy_default: {allowed_backends: [A, A]}",
     "c.yaml:1: policy_default.allowed_backends[1]: 'A' is given twice; keep one of them"},
    {"policy_default: {allowed_backends: [A], default_backend: B}",
     "c.yaml:1: policy_default.default_backend: 'B' is not among allowed_backends"},
    {"metrics: {port: 8080}",
     "c.yaml:1: metrics.port: is the port of `listen`; take another, or drop metrics.port to have /metrics "
     "served there"},
    {"listen: {address: 10.0.0.1}\nmetrics: {address: 0.0.0.0, port: 8080}",
     "c.yaml:2: metrics.port: is the port of `listen`; take another, or drop metrics.port to have /metrics "
     "served there"},
};

constexpr Case badText[] = {
    {"listen: {port: 1}\nlisten: {port: 2}",
     "c.yaml:2: listen: is given twice (first on line 1); keep one of them"},
    {"plugins: [{id: a, config: {x: 1, x: 2}}]",
     "c.yaml:1: plugins[0].config.x: is given twice (first on line 1); keep one of them"},
    {"- a\n- b", "c.yaml:1: has to be a map of keys, such as `listen:` or `plugins:`"},
    {"listen: {}\n---\nlisten: {}",
     "c.yaml:2: holds more than one YAML document; take out the `---` between"},
    // yaml-cpp's own list of the documents in this never ends.
    {",a", "c.yaml:1: holds more than one YAML document; take out the `---` between"},
    {"listen: {port: 1", "c.yaml:1: is not YAML: end of map flow not found"},
    {"a:\n\tb: 1", "c.yaml:2: is not YAML: illegal map value"},
    {"[a]: b", "c.yaml:1: has a key that is not text"},
    {"listen:\n  address: \xFF", "c.yaml:2: is not UTF-8 text"},
};

class TestFaults : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestFaults);
    CPPUNIT_TEST(unknownKey_namesTheNearest);
    CPPUNIT_TEST(wrongType_saysWhatIsExpected);
    CPPUNIT_TEST(outOfRange_namesTheRange);
    CPPUNIT_TEST(wrongForm_namesTheRemedy);
    CPPUNIT_TEST(acrossKeys_isChecked);
    CPPUNIT_TEST(badText_isTold);
    CPPUNIT_TEST(manyFaults_areToldAtOnceInTheOrderOfLines);
    CPPUNIT_TEST(missingFile_isTold);
    CPPUNIT_TEST(folderInPlaceOfFile_isTold);
    CPPUNIT_TEST(hugeFile_isRefused);
    CPPUNIT_TEST(deepNesting_isRefused);
    CPPUNIT_TEST(growingAliases_areRefused);
    CPPUNIT_TEST(brokenAddition_hidesWhatFollowsFromIt);
    CPPUNIT_TEST_SUITE_END();

    template <std::size_t N>
    static void check(const Case (&cases)[N])
    {
        for (const Case& one : cases) {
            const std::vector<std::string> faults = faultsOf(one.yaml);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(
                std::string("faults of: ") + one.yaml + (faults.size() > 1 ? "\n" + faults[1] : ""),
                std::size_t{1}, faults.size());
            CPPUNIT_ASSERT_EQUAL(std::string(one.fault), faults[0]);
        }
    }

    void unknownKey_namesTheNearest() { check(unknownKeys); }
    void wrongType_saysWhatIsExpected() { check(wrongTypes); }
    void outOfRange_namesTheRange() { check(outOfRange); }
    void wrongForm_namesTheRemedy() { check(wrongForms); }
    void acrossKeys_isChecked() { check(acrossKeys); }
    void badText_isTold() { check(badText); }

    void manyFaults_areToldAtOnceInTheOrderOfLines()
    {
        ConfigurationFolder folder;
        folder.write("c.yaml",
                     "slots: {A: {plugin: ghost}}\n"
                     "listen:\n"
                     "  port: x\n"
                     "speek: {}\n");
        const std::vector<std::string> expected = {
            "c.yaml:1: slots.A.plugin: plugin 'ghost' is not in `plugins`",
            "c.yaml:3: listen.port: an integer from 0 to 65535 is expected, not 'x'",
            "c.yaml:4: speek: unknown key; did you mean 'speak'?",
        };
        CPPUNIT_ASSERT(expected == folder.faults());
        try {
            folder.load();
            CPPUNIT_FAIL("faults have to be thrown");
        }
        catch (const ConfigurationError& error) {
            const std::string what = error.what();
            CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t{2}, std::count(what.begin(), what.end(), '\n'));
            CPPUNIT_ASSERT(what.starts_with((folder.path() / "c.yaml:1: slots.A.plugin: ").string()));
        }
    }

    void missingFile_isTold()
    {
        ConfigurationFolder folder;
        CPPUNIT_ASSERT(std::vector<std::string>{"c.yaml: cannot be read: No such file or directory"} ==
                       folder.faults());
    }

    void folderInPlaceOfFile_isTold()
    {
        ConfigurationFolder folder;
        std::filesystem::create_directory(folder.path() / "c.yaml");
        CPPUNIT_ASSERT(std::vector<std::string>{"c.yaml: cannot be read: it is not a regular file"} ==
                       folder.faults());
    }

    void hugeFile_isRefused()
    {
        const std::string text = "state_dir: " + std::string(1'048'576, 'x');
        CPPUNIT_ASSERT(std::vector<std::string>{"c.yaml: is larger than 1 MiB"} == faultsOf(text));
    }

    void deepNesting_isRefused()
    {
        const std::vector<std::string> faults = faultsOf("a: " + std::string(40, '[') + std::string(40, ']'));
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, faults.size());
        CPPUNIT_ASSERT(faults[0].ends_with("is nested more than 32 levels deep"));
    }

    void growingAliases_areRefused()
    {
        std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (int level = 1; level < 9; ++level) {
            const std::string number = std::to_string(level);
            const std::string alias = "*a" + std::to_string(level - 1);
            text += "a" + number + ": &a" + number + " [" + alias;
            for (int count = 1; count < 10; ++count)
                text += ", " + alias;
            text += "]\n";
        }
        const std::vector<std::string> faults = faultsOf(text);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, faults.size());
        CPPUNIT_ASSERT(faults[0].ends_with("holds more than 20000 values"));
    }

    void brokenAddition_hidesWhatFollowsFromIt()
    {
        ConfigurationFolder folder;
        folder.write("c.yaml", "slots: {A: {plugin: a}}").write("conf.d/10.yaml", "plugins: [{id: a");
        CPPUNIT_ASSERT(std::vector<std::string>{"conf.d/10.yaml:1: is not YAML: end of map flow not found"} ==
                       folder.faults());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestFaults);

}  // namespace
