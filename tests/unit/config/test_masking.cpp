#include "config/masking.hpp"
#include "unit/config/configuration_folder.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::config;
using namespace scaispeak::config::test;
namespace json = boost::json;

class TestMasking : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestMasking);
    CPPUNIT_TEST(schema_masksPropertiesAtAnyDepth);
    CPPUNIT_TEST(schema_masksItemsOfLists);
    CPPUNIT_TEST(schema_masksWholeObjects);
    CPPUNIT_TEST(schema_masksMapsOfAnyKey);
    CPPUNIT_TEST(schema_followsBranchesAndReferences);
    CPPUNIT_TEST(schema_thatRefersToItselfEnds);
    CPPUNIT_TEST(schema_oddOnesMaskNothing);
    CPPUNIT_TEST(emptyText_staysToShowThatItIsNotSet);
    CPPUNIT_TEST(configuration_masksKnownSecrets);
    CPPUNIT_TEST(configuration_masksPasswordsOfUrls);
    CPPUNIT_TEST(configuration_masksWhatCameFromElsewhere);
    CPPUNIT_TEST(configuration_masksByPluginSchemas);
    CPPUNIT_TEST(configuration_printsItselfAgain);
    CPPUNIT_TEST(pluginConfiguration_masksFilledInSecrets);
    CPPUNIT_TEST_SUITE_END();

    static std::string masked(const char* value, const char* schema)
    {
        json::value parsed = json::parse(value);
        maskSecrets(parsed, json::parse(schema));
        return json::serialize(parsed);
    }

    void schema_masksPropertiesAtAnyDepth()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"a":"***","b":{"c":"***","d":"open"},"e":"***"})"),
                             masked(R"({"a":"x","b":{"c":"y","d":"open"},"e":7})",
                                    R"({"properties":{"a":{"x-secret":true},"e":{"x-secret":true},
                                        "b":{"properties":{"c":{"x-secret":true},"d":{"x-secret":false}}}}})"));
    }

    void schema_masksItemsOfLists()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"(["***","***"])"),
                             masked(R"(["a","b"])", R"({"items":{"x-secret":true}})"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"(["a","***","c"])"),
                             masked(R"(["a","b","c"])", R"({"items":[{},{"x-secret":true}]})"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"([{"k":"***"}])"),
                             masked(R"([{"k":"v"}])", R"({"items":{"properties":{"k":{"x-secret":true}}}})"));
    }

    void schema_masksWholeObjects()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"a":"***"})"),
                             masked(R"({"a":{"b":"c"}})", R"({"properties":{"a":{"x-secret":true}}})"));
    }

    void schema_masksMapsOfAnyKey()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"a":"1","z":"***"})"),
                             masked(R"({"a":"1","z":"2"})",
                                    R"({"properties":{"a":{}},"additionalProperties":{"x-secret":true}})"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"k1":"***"})"),
                             masked(R"({"k1":"2"})", R"({"patternProperties":{"^k":{"x-secret":true}}})"));
    }

    void schema_followsBranchesAndReferences()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"k":"***"})"),
            masked(R"({"k":"v"})",
                   R"({"oneOf":[{"properties":{}},{"properties":{"k":{"x-secret":true}}}]})"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"k":"***"})"),
                             masked(R"({"k":"v"})", R"({"then":{"properties":{"k":{"x-secret":true}}}})"));
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"k":"***"})"),
            masked(R"({"k":"v"})",
                   R"({"$defs":{"s":{"x-secret":true}},"properties":{"k":{"$ref":"#/$defs/s"}}})"));
    }

    void schema_thatRefersToItselfEnds()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"next":{"k":"***"},"k":"***"})"),
                             masked(R"({"next":{"k":"v"},"k":"v"})",
                                    R"({"properties":{"k":{"x-secret":true},"next":{"$ref":"#"}}})"));
        CPPUNIT_ASSERT_EQUAL(std::string("1"), masked("1", R"({"$ref":"#"})"));
        CPPUNIT_ASSERT_EQUAL(std::string("1"), masked("1", R"({"allOf":[{"$ref":"#"},{"$ref":"#"}]})"));
    }

    void schema_oddOnesMaskNothing()
    {
        for (const char* schema : {"true", "null", "[]", R"({"properties":7})", R"({"$ref":"#/none"})",
                                   R"({"$ref":7})", R"({"allOf":{}})"})
            CPPUNIT_ASSERT_EQUAL(std::string(R"({"a":["b"]})"), masked(R"({"a":["b"]})", schema));
    }

    void emptyText_staysToShowThatItIsNotSet()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"a":"","b":null})"),
                             masked(R"({"a":"","b":null})",
                                    R"({"properties":{"a":{"x-secret":true},"b":{"x-secret":true}}})"));
    }

    void configuration_masksKnownSecrets()
    {
        const json::object printed =
            toJson(loadText("master_key: topsecret\nscaikey: {client_id: me, client_secret: topsecret}"));
        CPPUNIT_ASSERT(printed.at("master_key") == "***");
        CPPUNIT_ASSERT(printed.at("scaikey").at("client_secret") == "***");
        CPPUNIT_ASSERT(printed.at("scaikey").at("client_id") == "me");
        CPPUNIT_ASSERT(json::serialize(printed).find("topsecret") == std::string::npos);
        CPPUNIT_ASSERT(toJson(loadText("")).at("master_key") == "");
    }

    static std::string printedUrl(const std::string& url)
    {
        const json::value printed = toJson(loadText("database: {url: '" + url + "'}"));
        return json::value_to<std::string>(printed.at("database").at("url"));
    }

    void configuration_masksPasswordsOfUrls()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("postgresql://u:***@h:5432/d"),
                             printedUrl("postgresql://u:p@h:5432/d"));
        CPPUNIT_ASSERT_EQUAL(std::string("postgresql://u:***@h/d"), printedUrl("postgresql://u:p/w:@x@h/d"));
        CPPUNIT_ASSERT_EQUAL(std::string("postgresql://u@h:5432/d"), printedUrl("postgresql://u@h:5432/d"));
        CPPUNIT_ASSERT_EQUAL(std::string("postgresql://h/d?password=***&user=u"),
                             printedUrl("postgresql://h/d?password=p&user=u"));
        CPPUNIT_ASSERT_EQUAL(std::string("postgresql://h/d?sslpassword=***"),
                             printedUrl("postgresql://h/d?sslpassword=p"));
        CPPUNIT_ASSERT_EQUAL(std::string("sqlite:/a@b:c.db"), printedUrl("sqlite:/a@b:c.db"));
    }

    void configuration_masksWhatCameFromElsewhere()
    {
        const Configuration configuration = loadText(
            "listen: {address: \"${env:ADDRESS}\", port: 81}\n"
            "plugins: [{id: a, config: {open: x}}, {id: b, config: {deep: [x, {k: \"${env:K}\"}]}}]",
            {{"ADDRESS", "10.0.0.1"}, {"K", "topsecret"}});
        const json::value printed = toJson(configuration);
        CPPUNIT_ASSERT(printed.at("listen").at("address") == "***");
        CPPUNIT_ASSERT(printed.at("listen").at("port") == 81);
        CPPUNIT_ASSERT(printed.at("plugins").at(0).at("config") == json::value({{"open", "x"}}));
        CPPUNIT_ASSERT(printed.at("plugins").at(1).at("config").at("deep").at(1).at("k") == "***");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"deep":["x",{"k":"***"}]})"),
                             json::serialize(maskedPluginConfiguration(configuration, "b", json::object())));
    }

    void configuration_masksByPluginSchemas()
    {
        const Configuration configuration =
            loadText("plugins: [{id: a, config: {k: s, o: p}}, {id: b, config: {k: s}}]");
        const json::value schema = json::parse(R"({"properties":{"k":{"x-secret":true}}})");
        const json::value printed = toJson(configuration, {{"a", schema}});
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"k":"***","o":"p"})"),
                             json::serialize(printed.at("plugins").at(0).at("config")));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"k":"s"})"),
                             json::serialize(printed.at("plugins").at(1).at("config")));
    }

    void configuration_printsItselfAgain()
    {
        // JSON is YAML: what is printed without secrets is a configuration again, and the same.
        const Configuration before = loadText(
            "listen: {port: 81, tls: {certificate: /c, key: /k}, cors_origins: [\"http://a\"]}\nstate_dir: "
            "/s\nspeak: {drain_s: 0.5}\n"
            "plugins: [{id: a, path: /a.so, workers: 2, worker_calls: 0, worker_memory_mb: 64, config: {x: "
            "\"1\", y: [1, 0.5, true, "
            "null]}}]\nslots: {A: {plugin: a}, C: {plugin: a, class: relay}}\n"
            "auth: {chain: [a], exchange: a}\nmetrics: {port: 1}\nobjects: {plugin: a}\ndestination: "
            "{plugin: a}\npreflight: {plugins: [a]}\nplugin_dir: /p");
        Configuration after = loadText(json::serialize(toJson(before)));
        after.file = before.file;
        after.places = before.places;
        CPPUNIT_ASSERT(before == after);
    }

    void pluginConfiguration_masksFilledInSecrets()
    {
        const Configuration configuration =
            loadText("plugins: [{id: auth-scaikey}]\nscaikey: {client_id: me, client_secret: topsecret}");
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"client_id":"me","client_secret":"***"})"),
            json::serialize(maskedPluginConfiguration(configuration, "auth-scaikey", json::object())));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestMasking);

}  // namespace
