#include "core/traceparent.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace {

using namespace scaispeak::core;

const std::string trace = "0af7651916cd43dd8448eb211c80319c";
const std::string good = "00-" + trace + "-b7ad6b7169203331-01";

class TestTraceparent : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestTraceparent);
    CPPUNIT_TEST(good_isKeptAsItIs);
    CPPUNIT_TEST(laterVersion_mayHaveMore);
    CPPUNIT_TEST(bad_isIgnored);
    CPPUNIT_TEST_SUITE_END();

    void good_isKeptAsItIs()
    {
        CPPUNIT_ASSERT_EQUAL(good, std::string(traceparentOf(good)));
        CPPUNIT_ASSERT_EQUAL(trace, std::string(traceIdOf(good)));
        CPPUNIT_ASSERT(traceIdOf("").empty());
    }

    void laterVersion_mayHaveMore()
    {
        for (const std::string& later : {"cc" + good.substr(2), "01" + good.substr(2) + "-more.of=it"})
            CPPUNIT_ASSERT_EQUAL(later, std::string(traceparentOf(later)));
    }

    void bad_isIgnored()
    {
        const std::string zeros(32, '0');
        for (const std::string& bad :
             {std::string(),
              std::string("00"),
              good.substr(1),
              good + " ",
              " " + good,
              good + "-more",
              good + good,
              "ff" + good.substr(2),
              "0g" + good.substr(2),
              "00-" + zeros + "-b7ad6b7169203331-01",
              "00-" + trace + "-0000000000000000-01",
              "00-" + trace + "-B7AD6B7169203331-01",
              "00-" + trace + "-b7ad6b7169203331-0x",
              "00_" + good.substr(3),
              "00-" + trace + "_b7ad6b7169203331-01",
              "00-" + trace + "-b7ad6b7169203331_01",
              "01" + good.substr(2) + "more",
              "01" + good.substr(2) + "-a\r\nX: y",
              "01" + good.substr(2) + "-" + std::string(80, 'a'),
              "00-" + trace.substr(1) + std::string(1, '\0') + "-b7ad6b7169203331-01"})
            CPPUNIT_ASSERT_MESSAGE(bad, traceparentOf(bad).empty());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestTraceparent);

}  // namespace
