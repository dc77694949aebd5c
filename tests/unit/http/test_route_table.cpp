#include "http/route_table.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::http;

class TestRouteTable : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestRouteTable);
    CPPUNIT_TEST(literal_winsOverAParameter);
    CPPUNIT_TEST(parameters_areDecoded);
    CPPUNIT_TEST(head_isServedByGet);
    CPPUNIT_TEST(otherMethods_areNamed);
    CPPUNIT_TEST(unknownPaths_matchNothing);
    CPPUNIT_TEST_SUITE_END();

    RouteTable _table{{{"GET", "/voices", Gate::Open, "", {}},
                       {"POST", "/voices", Gate::Open, "", {}},
                       {"GET", "/voices/record", Gate::Open, "", {}},
                       {"GET", "/voices/{id}", Gate::Open, "", {}},
                       {"DELETE", "/voices/{id}", Gate::Open, "", {}},
                       {"POST", "/voices/{id}/share", Gate::Open, "", {}}}};

    void literal_winsOverAParameter()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("/voices/record"),
                             _table.find("GET", "/voices/record").route->pattern);
        CPPUNIT_ASSERT_EQUAL(std::string("/voices/{id}"),
                             _table.find("GET", "/voices/recording").route->pattern);
    }

    void parameters_areDecoded()
    {
        const auto match = _table.find("POST", "/voices/a%2Fb%20c/share");
        CPPUNIT_ASSERT(match.route != nullptr);
        CPPUNIT_ASSERT_EQUAL(std::string("a/b c"), match.pathParameters.at(0));
    }

    void head_isServedByGet() { CPPUNIT_ASSERT(_table.find("HEAD", "/voices/x").route != nullptr); }

    void otherMethods_areNamed()
    {
        const auto match = _table.find("PUT", "/voices");
        CPPUNIT_ASSERT(match.route == nullptr);
        CPPUNIT_ASSERT_EQUAL(std::string("GET, HEAD, POST"), match.allow);
        CPPUNIT_ASSERT_EQUAL(std::string("GET, HEAD, DELETE"), _table.find("POST", "/voices/x").allow);
    }

    void unknownPaths_matchNothing()
    {
        for (const char* path : {"/", "", "/voice", "/voices/", "/voices//share", "/voices/x/y", "//voices",
                                 "/voices/%zz", "/VOICES"}) {
            const auto match = _table.find("GET", path);
            CPPUNIT_ASSERT_MESSAGE(path, match.route == nullptr);
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestRouteTable);

}  // namespace
