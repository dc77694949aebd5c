#include "unit/backend_relay/answering_relay.hpp"

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
    CPPUNIT_TEST(wake_endsTheWaitForASilentRelay);
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

    void wake_endsTheWaitForASilentRelay()
    {
        scaispeak::tests::AnsweringRelay relay;
        relay.answer("", true);
        Line line;
        curl_easy_setopt(line.easy(), CURLOPT_URL, relay.settings().url.c_str());
        line.start();
        while (relay.asked() == 0)
            CPPUNIT_ASSERT(line.advance(std::chrono::milliseconds(10)));
        line.wake();
        // Else it ends by the time limit of the test.
        CPPUNIT_ASSERT(line.advance(std::chrono::hours(1)));
        CPPUNIT_ASSERT(line.finish() != CURLE_OK);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestLine);

}  // namespace
