#include "unit/config/configuration_folder.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

namespace {

using namespace scaispeak::config;
using namespace scaispeak::config::test;

using Texts = std::vector<std::string>;

class TestSecrets : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestSecrets);
    CPPUNIT_TEST(env_isPutIn);
    CPPUNIT_TEST(file_isPutInWithoutItsLastNewline);
    CPPUNIT_TEST(file_relativePathsAreSeenFromTheConfiguration);
    CPPUNIT_TEST(value_isNotLookedIntoAgain);
    CPPUNIT_TEST(value_staysTextInPluginConfig);
    CPPUNIT_TEST(value_mayBeANumberWhereOneIsExpected);
    CPPUNIT_TEST(escape_keepsDollarAndBrace);
    CPPUNIT_TEST(environmentValues_areResolvedToo);
    CPPUNIT_TEST(paths_ofSecretsAreKept);
    CPPUNIT_TEST(faults_nameKeyAndSource);
    CPPUNIT_TEST(faults_doNotShowTheSecret);
    CPPUNIT_TEST_SUITE_END();

    void env_isPutIn()
    {
        const Environment environment = {{"KEY", "s3cret"}, {"HOST", "db"}, {"EMPTY", ""}};
        CPPUNIT_ASSERT_EQUAL(std::string("s3cret"),
                             loadText("master_key: ${env:KEY}", environment).masterKey);
        CPPUNIT_ASSERT_EQUAL(
            std::string("postgresql://u:s3cret@db/x"),
            loadText("database: {url: \"postgresql://u:${env:KEY}@${env:HOST}/x\"}", environment)
                .database.url);
        CPPUNIT_ASSERT_EQUAL(std::string(), loadText("master_key: ${env:EMPTY}", environment).masterKey);
    }

    void file_isPutInWithoutItsLastNewline()
    {
        ConfigurationFolder folder;
        folder.write(
            "c.yaml",
            "plugins: [{id: x, config: {a: \"${file:lf}\", b: \"${file:crlf}\", c: \"${file:two}\"}}]");
        folder.write("lf", "one\n").write("crlf", "one\r\n").write("two", "one\n\n");
        CPPUNIT_ASSERT((boost::json::object{{"a", "one"}, {"b", "one"}, {"c", "one\n"}}) ==
                       folder.load().plugin("x")->config);
    }

    void file_relativePathsAreSeenFromTheConfiguration()
    {
        ConfigurationFolder folder;
        folder.write("c.yaml", "")
            .write("conf.d/a.yaml", "master_key: ${file:secret/key}")
            .write("secret/key", "k");
        CPPUNIT_ASSERT_EQUAL(std::string("k"), folder.load().masterKey);
        folder.write("conf.d/a.yaml", "master_key: ${file:" + (folder.path() / "secret/key").string() + "}");
        CPPUNIT_ASSERT_EQUAL(std::string("k"), folder.load().masterKey);
    }

    void value_isNotLookedIntoAgain()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("${env:B}"),
                             loadText("master_key: ${env:A}", {{"A", "${env:B}"}, {"B", "x"}}).masterKey);
    }

    void value_staysTextInPluginConfig()
    {
        const Configuration configuration =
            loadText("plugins: [{id: x, config: {k: \"${env:K}\", l: [ \"${env:K}\" ]}}]", {{"K", "123"}});
        CPPUNIT_ASSERT((boost::json::object{{"k", "123"}, {"l", {"123"}}}) ==
                       configuration.plugin("x")->config);
    }

    void value_mayBeANumberWhereOneIsExpected()
    {
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{99},
                             loadText("listen: {port: \"${env:PORT}\"}", {{"PORT", "99"}}).listen.port);
    }

    void escape_keepsDollarAndBrace()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a${env:X}b$c{"), loadText("master_key: a$${env:X}b$c{").masterKey);
        CPPUNIT_ASSERT_EQUAL(std::string("$${"), loadText("master_key: $$${").masterKey);
    }

    void environmentValues_areResolvedToo()
    {
        const Environment environment = {{"SCAISPEAK_MASTER_KEY", "${env:KEY}"}, {"KEY", "k"}};
        CPPUNIT_ASSERT_EQUAL(std::string("k"), loadText("", environment).masterKey);
    }

    void paths_ofSecretsAreKept()
    {
        const Configuration configuration =
            loadText("master_key: ${env:K}\nplugins: [{id: x}, {id: y, config: {a: [1, \"${env:K}\"]}}]",
                     {{"K", "k"}});
        CPPUNIT_ASSERT((std::set<std::string>{"master_key", "plugins.y.config.a[1]"}) ==
                       configuration.secretPaths);
    }

    void faults_nameKeyAndSource()
    {
        ConfigurationFolder folder;
        folder.write("large", std::string(65'537, 'x'))
            .write("binary", "a\xFF")
            .write("zero", std::string_view("a\0b", 3));
        std::filesystem::create_directory(folder.path() / "folder");
        CPPUNIT_ASSERT_EQUAL(0, ::mkfifo((folder.path() / "pipe").c_str(), 0600));
        const std::pair<const char*, const char*> cases[] = {
            {"${env:NONE}", "environment variable NONE is not set"},
            {"${env:BAD}", "environment variable BAD is not UTF-8 text"},
            {"${file:none}", "file none cannot be read: No such file or directory"},
            {"${file:folder}", "file folder cannot be read: it is not a regular file"},
            {"${file:pipe}", "file pipe cannot be read: it is not a regular file"},
            {"${file:large}", "file large is larger than 64 KiB"},
            {"${file:binary}", "file binary is not UTF-8 text"},
            {"${file:zero}", "file zero is not UTF-8 text"},
            {"${evn:X}", "only ${env:NAME} and ${file:PATH} are known; write $${ if it is meant as it is"},
            {"${env:X", "`${` has no `}`; write $${ if it is meant as it is"},
        };
        for (const auto& [value, reason] : cases) {
            folder.write("c.yaml", std::string("\nmaster_key: \"") + value + "\"");
            CPPUNIT_ASSERT(Texts{std::string("c.yaml:2: master_key: ") + reason} ==
                           folder.faults({{"BAD", "\xFF"}}));
        }
    }

    void faults_doNotShowTheSecret()
    {
        const Environment environment = {{"K", "s3cret"}};
        for (const char* yaml :
             {"listen: {port: \"${env:K}\"}", "plugins: [{id: a, isolation: \"${env:K}\"}]",
              "scaikey: {url: \"${env:K}\"}", "database: {url: \"${env:K}\"}",
              "listen: {trusted_proxies: [\"${env:K}\"]}"}) {
            const Texts faults = faultsOf(yaml, environment);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(yaml, std::size_t{1}, faults.size());
            CPPUNIT_ASSERT_MESSAGE(faults[0], faults[0].find("s3cret") == std::string::npos);
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSecrets);

}  // namespace
