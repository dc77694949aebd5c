#include <backend-relay/line.hpp>
#include <cppunit/extensions/HelperMacros.h>

namespace {

using scaispeak::relay::Line;
using scaispeak::relay::LinePool;

class TestLine : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestLine);
    CPPUNIT_TEST(lease_givesTheWarmestLineAgain);
    CPPUNIT_TEST(lease_isOneCallsAlone);
    CPPUNIT_TEST_SUITE_END();

    LinePool _pool;

    void lease_givesTheWarmestLineAgain()
    {
        const Line* used = nullptr;
        {
            const LinePool::Lease lease(_pool);
            used = &lease.line();
        }
        const LinePool::Lease again(_pool);
        CPPUNIT_ASSERT(&again.line() == used);
    }

    void lease_isOneCallsAlone()
    {
        const LinePool::Lease one(_pool);
        const LinePool::Lease other(_pool);
        CPPUNIT_ASSERT(&one.line() != &other.line());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestLine);

}  // namespace
