#include "http/field_reader.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;
using http::FieldReader;

class TestFieldReader : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestFieldReader);
    CPPUNIT_TEST(values_areRead);
    CPPUNIT_TEST(absentAndNull_giveNothingAndNoFault);
    CPPUNIT_TEST(faults_areAllTold);
    CPPUNIT_TEST(lengths_areCodePoints);
    CPPUNIT_TEST(controlCharacters_areRefusedButForTabAndNewline);
    CPPUNIT_TEST_SUITE_END();

    static std::string faultsOf(const std::string& json)
    {
        const boost::json::value value = boost::json::parse(json);
        FieldReader fields(value.as_object());
        fields.text("text", 1, 5);
        fields.number("number", 0, 1);
        fields.integer("integer", 0, 9);
        fields.flag("flag");
        fields.oneOf("word", {"a", "b"});
        fields.texts("list", 2, 3);
        fields.object("object");
        try {
            fields.check();
        }
        catch (const core::Failure& failure) {
            CPPUNIT_ASSERT(failure.code() == core::ErrorCode::ValidationError);
            std::string names;
            for (const auto& detail : failure.details())
                names += detail.field + " ";
            return names;
        }
        return "";
    }

    void values_areRead()
    {
        const boost::json::value value =
            boost::json::parse(R"({"t":"x","n":0.5,"i":7,"f":true,"w":"b","l":["p","q"],"o":{}})");
        FieldReader fields(value.as_object());
        CPPUNIT_ASSERT_EQUAL(std::string("x"), fields.requiredText("t", 1, 5));
        CPPUNIT_ASSERT_EQUAL(0.5, *fields.number("n", 0, 1));
        CPPUNIT_ASSERT_EQUAL(std::int64_t{7}, *fields.integer("i", 0, 9));
        CPPUNIT_ASSERT(*fields.flag("f"));
        CPPUNIT_ASSERT_EQUAL(std::string("b"), *fields.oneOf("w", {"a", "b"}));
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, fields.texts("l", 2, 3)->size());
        CPPUNIT_ASSERT(fields.object("o") != nullptr);
        CPPUNIT_ASSERT_NO_THROW(fields.check());
    }

    void absentAndNull_giveNothingAndNoFault()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), faultsOf("{}"));
        CPPUNIT_ASSERT_EQUAL(std::string(),
                             faultsOf(R"({"text":null,"number":null,"flag":null,"unknown":1})"));
        const boost::json::object none;
        FieldReader fields(none);
        fields.requiredText("text", 1, 5);
        CPPUNIT_ASSERT_THROW(fields.check(), core::Failure);
    }

    void faults_areAllTold()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string("text number integer flag word list object "),
            faultsOf(R"({"text":1,"number":"1","integer":1.5,"flag":1,"word":"c","list":"a","object":[]})"));
        CPPUNIT_ASSERT_EQUAL(
            std::string("text number integer list "),
            faultsOf(R"({"text":"123456","number":1.01,"integer":10,"list":["a","b","c"]})"));
        CPPUNIT_ASSERT_EQUAL(
            std::string("text number integer list "),
            faultsOf(R"({"text":"","number":1e400,"integer":99999999999999999999,"list":["long"]})"));
        CPPUNIT_ASSERT_EQUAL(std::string("list "), faultsOf(R"({"list":["a",1]})"));
    }

    void lengths_areCodePoints()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), faultsOf(R"({"text":"ééé\ud83d\ude00ü"})"));
        CPPUNIT_ASSERT_EQUAL(std::string("text "), faultsOf(R"({"text":"éééééé"})"));
    }

    void controlCharacters_areRefusedButForTabAndNewline()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), faultsOf(R"({"text":"a\tb\nc"})"));
        for (const char* text :
             {R"({"text":"a\u0000"})", R"({"text":"a\r"})", R"({"text":"\u007f"})", R"({"text":"\u0085"})"})
            CPPUNIT_ASSERT_EQUAL(std::string("text "), faultsOf(text));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestFieldReader);

}  // namespace
