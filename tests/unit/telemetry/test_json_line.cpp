#include "telemetry/json_line.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <limits>

namespace {

using scaispeak::telemetry::JsonLine;

class TestJsonLine : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestJsonLine);
    CPPUNIT_TEST(line_isOneObjectAndOneNewline);
    CPPUNIT_TEST(numbers_shortestFormAndNullWhereNotFinite);
    CPPUNIT_TEST(text_escapesWhatJsonAsksFor);
    CPPUNIT_TEST(text_keepsValidUtf8);
    CPPUNIT_TEST(text_replacesInvalidUtf8);
    CPPUNIT_TEST(text_isCutWhereItIsLong);
    CPPUNIT_TEST(key_isEscapedToo);
    CPPUNIT_TEST_SUITE_END();

    template <typename T>
    static std::string object(std::string_view key, T value)
    {
        std::string out;
        JsonLine line(out);
        line.add(key, value);
        line.end();
        return out;
    }

    static std::string text(std::string_view value)
    {
        const std::string out = object("k", value);
        return out.substr(6, out.size() - 9);
    }

    void line_isOneObjectAndOneNewline()
    {
        std::string out;
        JsonLine line(out);
        line.add("a", std::string_view("x"));
        line.add("b", std::int64_t{7});
        line.add("c", true);
        line.end();
        CPPUNIT_ASSERT_EQUAL(std::string("{\"a\":\"x\",\"b\":7,\"c\":true}\n"), out);
    }

    void numbers_shortestFormAndNullWhereNotFinite()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("{\"k\":-9223372036854775808}\n"),
                             object("k", std::numeric_limits<std::int64_t>::min()));
        CPPUNIT_ASSERT_EQUAL(std::string("{\"k\":0.1}\n"), object("k", 0.1));
        CPPUNIT_ASSERT_EQUAL(std::string("{\"k\":null}\n"),
                             object("k", std::numeric_limits<double>::infinity()));
        CPPUNIT_ASSERT_EQUAL(std::string("{\"k\":null}\n"),
                             object("k", std::numeric_limits<double>::quiet_NaN()));
        CPPUNIT_ASSERT_EQUAL(std::string("{\"k\":false}\n"), object("k", false));
    }

    void text_escapesWhatJsonAsksFor()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"(a\"b\\c)"), text("a\"b\\c"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"(\n\r\t)"), text("\n\r\t"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"(\u0000\u001f\u007f)"), text(std::string_view("\0\x1F\x7F", 3)));
    }

    void text_keepsValidUtf8()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("Grüße €"), text("Grüße €"));
        CPPUNIT_ASSERT_EQUAL(std::string("\U0001F600\U0010FFFF"), text("\U0001F600\U0010FFFF"));
    }

    void text_replacesInvalidUtf8()
    {
        const std::string replacement = "\uFFFD";
        CPPUNIT_ASSERT_EQUAL("a" + replacement + "b", text("a\xFF"
                                                           "b"));
        CPPUNIT_ASSERT_EQUAL(replacement, text("\xC3"));
        CPPUNIT_ASSERT_EQUAL(replacement + replacement, text("\xC0\xAF"));
        CPPUNIT_ASSERT_EQUAL(replacement + replacement + replacement, text("\xED\xA0\x80"));
        CPPUNIT_ASSERT_EQUAL(replacement + replacement + replacement + replacement, text("\xF4\x90\x80\x80"));
    }

    void text_isCutWhereItIsLong()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(8192, 'x'), text(std::string(8192, 'x')));
        CPPUNIT_ASSERT_EQUAL(std::string(8192, 'x') + "...", text(std::string(100'000, 'x')));
        // A character that begins before the border is not cut in two.
        CPPUNIT_ASSERT_EQUAL(std::string(8191, 'x') + "€...", text(std::string(8191, 'x') + "€ and more"));
    }

    void key_isEscapedToo()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("{\"a\\\"b\":true}\n"), object("a\"b", true));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestJsonLine);

}  // namespace
