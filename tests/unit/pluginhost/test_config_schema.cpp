#include "pluginhost/loader/config_schema.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

namespace json = boost::json;
using namespace scaispeak::pluginhost;

class TestConfigSchema : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestConfigSchema);
    CPPUNIT_TEST(config_thatFitsHasNoFault);
    CPPUNIT_TEST(config_defaultsAreNotFilledIn);
    CPPUNIT_TEST(faults_nameTheirPlaceAndWhatIsExpected);
    CPPUNIT_TEST(faults_ofUnknownKeysSayWhatIsKnown);
    CPPUNIT_TEST(faults_ofFormSayWhatIsExpected);
    CPPUNIT_TEST(faults_ofCompanionsNameTheMissingOne);
    CPPUNIT_TEST(faults_neverRepeatAValue);
    CPPUNIT_TEST(schema_withARemoteReferenceIsRefused);
    CPPUNIT_TEST(schema_thatIsNoObjectIsRefused);
    CPPUNIT_TEST(schema_thatRefersToItselfWithoutEndIsRefused);
    CPPUNIT_TEST(schema_thatRefersToItselfWithinTheValueIsTaken);
    CPPUNIT_TEST(secrets_atAnyDepthAreMasked);
    CPPUNIT_TEST(secrets_throughReferencesAndAlternativesAreMasked);
    CPPUNIT_TEST(secrets_ofASchemaThatRefersToItselfAreMasked);
    CPPUNIT_TEST(secrets_withoutASchemaAreMaskedAltogether);
    CPPUNIT_TEST_SUITE_END();

    static ConfigSchema schema()
    {
        return ConfigSchema(R"({
            "type": "object", "additionalProperties": false, "required": ["url"],
            "properties": {
                "url": {"type": "string", "minLength": 4},
                "timeout_ms": {"type": "integer", "minimum": 1, "default": 500},
                "mode": {"enum": ["fast", "good"]},
                "voices": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}},
                "api_key": {"type": "string", "maxLength": 5, "x-secret": true}
            }})");
    }

    static std::string faults(const json::object& config)
    {
        std::string out;
        for (const auto& fault : schema().check(config))
            out += fault.path + ": " + fault.reason + "\n";
        return out;
    }

    void config_thatFitsHasNoFault()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string(),
            faults(
                {{"url", "http://a"}, {"timeout_ms", 5}, {"mode", "fast"}, {"voices", {{{"name", "a"}}}}}));
    }

    void config_defaultsAreNotFilledIn()
    {
        const json::object config{{"url", "http://a"}};
        CPPUNIT_ASSERT(schema().check(config).empty());
        CPPUNIT_ASSERT(schema().masked(config) == config);
    }

    void faults_nameTheirPlaceAndWhatIsExpected()
    {
        const std::string all =
            faults({{"timeout_ms", 0}, {"mode", "slow"}, {"voices", {{{"name", "a"}}, {{"name", 1}}}}});
        CPPUNIT_ASSERT_MESSAGE(
            all, all.find("timeout_ms: Expected number greater than or equal to 1") != std::string::npos);
        CPPUNIT_ASSERT_MESSAGE(all,
                               all.find("mode: must be one of \"fast\", \"good\"\n") != std::string::npos);
        CPPUNIT_ASSERT_MESSAGE(all, all.find("voices[1].name: must be string\n") != std::string::npos);
        CPPUNIT_ASSERT_MESSAGE(all, all.find("url: is missing\n") != std::string::npos);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(all, std::ptrdiff_t{4}, std::count(all.begin(), all.end(), '\n'));
    }

    static std::string only(const char* schemaText, const json::object& config)
    {
        std::string out;
        for (const auto& fault : ConfigSchema(schemaText).check(config))
            out += fault.path + ": " + fault.reason + "\n";
        return out;
    }

    void faults_ofFormSayWhatIsExpected()
    {
        const char* peers = R"({"properties": {
            "peers": {"items": {"type": "string", "pattern": "^[a-z]+:[0-9]+$", "x-expects": "host:port"}}}})";
        CPPUNIT_ASSERT_EQUAL(std::string("peers[1]: is expected to be host:port\n"),
                             only(peers, {{"peers", {"a:1", "b"}}}));
        const std::string either = only(R"({"anyOf": [{"required": ["a"]}, {"required": ["b"]}],
            "x-expects": "given a or b"})",
                                        {{"c", 1}});
        CPPUNIT_ASSERT_MESSAGE(either,
                               either.find(": is expected to be given a or b\n") != std::string::npos);
    }

    void faults_ofCompanionsNameTheMissingOne()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("tls.key: is missing; what stands beside it needs it\n"),
                             only(R"({"properties": {"tls": {"dependencies": {"certificate": ["key"]}}}})",
                                  {{"tls", {{"certificate", "c"}}}}));
    }

    void faults_ofUnknownKeysSayWhatIsKnown()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string("mod: unknown key; known here: url, timeout_ms, mode, voices, api_key\n"
                        "x: unknown key; known here: url, timeout_ms, mode, voices, api_key\n"),
            faults({{"url", "http://a"}, {"mod", "fast"}, {"x", 1}}));
    }

    void faults_neverRepeatAValue()
    {
        const std::string all =
            faults({{"url", "http://a"}, {"api_key", "hunter2-and-longer"}, {"mode", "hunter3"}});
        CPPUNIT_ASSERT_MESSAGE(all, all.find("api_key: ") != std::string::npos);
        CPPUNIT_ASSERT_MESSAGE(all, all.find("hunter") == std::string::npos);
    }

    void schema_withARemoteReferenceIsRefused()
    {
        CPPUNIT_ASSERT_THROW(
            ConfigSchema(R"({"properties": {"a": {"$ref": "http://127.0.0.1:1/schema.json"}}})"),
            std::invalid_argument);
    }

    void schema_thatIsNoObjectIsRefused()
    {
        CPPUNIT_ASSERT_THROW(ConfigSchema("true"), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(ConfigSchema("{\"a\":"), std::invalid_argument);
    }

    static std::string refusal(const std::string& schema)
    {
        try {
            const ConfigSchema taken(schema);
        }
        catch (const std::invalid_argument& error) {
            return error.what();
        }
        return "";
    }

    void schema_thatRefersToItselfWithoutEndIsRefused()
    {
        const char* const endless[] = {
            R"({"$ref": "#"})",
            R"({"definitions": {"a": {"anyOf": [{"type": "null"}, {"$ref": "#/definitions/a"}]}}})",
            R"({"not": {"if": true, "then": {"$ref": "#"}}})",
            R"({"dependencies": {"a": {"$ref": "#"}}})",
            R"({"properties": {"a": {"$ref": "#/properties/b"}, "b": {"allOf": [{"$ref": "#/properties/a"}]}}})",
        };
        for (const char* schema : endless)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(schema, std::string("a part of it refers to itself without end"),
                                         refusal(schema));
        std::string many = R"({"definitions": {)";
        for (int number = 0; number < 257; ++number)
            many += R"("d)" + std::to_string(number) + R"(": {"items": {"$ref": "#"}},)";
        CPPUNIT_ASSERT_EQUAL(std::string("it has more than 256 references"),
                             refusal(many + R"("last": {}}})"));
    }

    void schema_thatRefersToItselfWithinTheValueIsTaken()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string(),
            refusal(R"({"properties": {"child": {"$ref": "#"}}, "not": {"items": {"$ref": "#"}},
                                         "if": {"properties": {"a": {"$ref": "#"}}}})"));
    }

    static std::string masked(const char* schema, const char* config)
    {
        return json::serialize(ConfigSchema(schema).masked(json::parse(config).as_object()));
    }

    void secrets_atAnyDepthAreMasked()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string(
                R"({"relays":[{"url":"u","token":"***"}],"named":{"x":"***"},"odd":"***","plain":1})"),
            masked(
                R"({"properties": {
                        "relays": {"type": "array", "items": {"properties": {"token": {"x-secret": true}}}},
                        "named": {"additionalProperties": {"x-secret": true}}, "plain": {"x-secret": false}},
                       "patternProperties": {"^odd": {"x-secret": true}}})",
                R"({"relays": [{"url": "u", "token": "t"}], "named": {"x": "s"}, "odd": {"deep": [1]}, "plain": 1})"));
    }

    void secrets_throughReferencesAndAlternativesAreMasked()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"a":"***","b":"***","c":"***"})"),
                             masked(R"({"definitions": {"secret": {"type": "string", "x-secret": true}},
                                       "properties": {"a": {"$ref": "#/definitions/secret"},
                                                      "b": {"anyOf": [{"type": "null"}, {"$ref": "#/definitions/secret"}]}},
                                       "allOf": [{"properties": {"c": {"x-secret": true}}}]})",
                                    R"({"a": "1", "b": "2", "c": "3"})"));
    }

    void secrets_ofASchemaThatRefersToItselfAreMasked()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"child":{"child":{"key":"***"}}})"),
                             masked(R"({"properties": {"child": {"$ref": "#"}, "key": {"x-secret": true}}})",
                                    R"({"child": {"child": {"key": "k"}}})"));
    }

    void secrets_withoutASchemaAreMaskedAltogether()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"a":"***","b":["***",{"c":"***"}]})"),
            json::serialize(maskedWhole(json::parse(R"({"a": 1, "b": ["x", {"c": null}]})").as_object())));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestConfigSchema);

}  // namespace
