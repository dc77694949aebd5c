#include "core/identifiers.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <set>

namespace {

using namespace scaispeak::core;

class TestIdentifiers : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestIdentifiers);
    CPPUNIT_TEST(base32_knownVectors);
    CPPUNIT_TEST(rfc3339_utcWithMilliseconds);
    CPPUNIT_TEST(requestIds_differAndKeepTheirForm);
    CPPUNIT_TEST_SUITE_END();

    static std::string encoded(std::string_view text)
    {
        return base32({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    }

    void base32_knownVectors()
    {
        // RFC 4648, section 10, in lower case and without padding.
        CPPUNIT_ASSERT_EQUAL(std::string(), encoded(""));
        CPPUNIT_ASSERT_EQUAL(std::string("my"), encoded("f"));
        CPPUNIT_ASSERT_EQUAL(std::string("mzxw6"), encoded("foo"));
        CPPUNIT_ASSERT_EQUAL(std::string("mzxw6ytboi"), encoded("foobar"));
    }

    void rfc3339_utcWithMilliseconds()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("1970-01-01T00:00:00.000Z"), rfc3339(0));
        CPPUNIT_ASSERT_EQUAL(std::string("2026-01-31T12:00:00.123Z"), rfc3339(1'769'860'800'123'999));
        CPPUNIT_ASSERT_EQUAL(std::string("1969-12-31T23:59:59.999Z"), rfc3339(-1'000));
    }

    void requestIds_differAndKeepTheirForm()
    {
        std::set<std::string> seen;
        for (int count = 0; count < 10'000; ++count) {
            const std::string id = newRequestId();
            CPPUNIT_ASSERT_EQUAL(std::size_t{30}, id.size());
            CPPUNIT_ASSERT(seen.insert(id).second);
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestIdentifiers);

}  // namespace
