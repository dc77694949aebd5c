#include <backend-relay/pace.hpp>
#include <cppunit/extensions/HelperMacros.h>

namespace {

using scaispeak::relay::Pace;
using std::chrono::milliseconds;
using std::chrono::seconds;

class TestPace : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPace);
    CPPUNIT_TEST(firstSample_hasTheHostsLimitAndALittleLess);
    CPPUNIT_TEST(firstSample_mayBeLateWhereTheHostWaits);
    CPPUNIT_TEST(laterSamples_haveALimitOfTheirOwn);
    CPPUNIT_TEST(drip_isTooSlowAlthoughSomethingComes);
    CPPUNIT_TEST(realTime_isNotTooSlow);
    CPPUNIT_TEST(listenerWhoIsBehind_isNotTheRelaysFault);
    CPPUNIT_TEST_SUITE_END();

    Pace::Clock::time_point _now{};

    void firstSample_hasTheHostsLimitAndALittleLess()
    {
        Pace pace(seconds(10), seconds(1));
        pace.start(_now);
        CPPUNIT_ASSERT(!pace.tooSlow(_now + milliseconds(8'999)));
        CPPUNIT_ASSERT(pace.tooSlow(_now + seconds(9)));
    }

    void firstSample_mayBeLateWhereTheHostWaits()
    {
        Pace pace(seconds(30), seconds(10));
        pace.start(_now);
        CPPUNIT_ASSERT(!pace.tooSlow(_now + seconds(12)));
        pace.took(48'000, _now + seconds(12));
        CPPUNIT_ASSERT(!pace.tooSlow(_now + seconds(20)));
    }

    void laterSamples_haveALimitOfTheirOwn()
    {
        Pace pace(seconds(1), seconds(30));
        pace.start(_now);
        pace.took(100'000, _now);
        CPPUNIT_ASSERT(!pace.tooSlow(_now + milliseconds(26'999)));
        CPPUNIT_ASSERT(pace.tooSlow(_now + seconds(27)));
    }

    void drip_isTooSlowAlthoughSomethingComes()
    {
        Pace pace(seconds(10), seconds(10));
        pace.start(_now);
        int dripped = 0;
        do {
            _now += milliseconds(200);
            pace.took(2, _now);
            CPPUNIT_ASSERT(++dripped < 50);
        } while (!pace.tooSlow(_now));
        CPPUNIT_ASSERT(dripped > 40);
    }

    void realTime_isNotTooSlow()
    {
        for (const seconds limit : {seconds(1), seconds(10), seconds(60)}) {
            Pace pace(limit, limit);
            pace.start(_now);
            // The slowest that is speech: eight thousand samples a second.
            for (int piece = 0; piece < 2'000; ++piece) {
                _now += milliseconds(100);
                pace.took(1'600, _now);
                CPPUNIT_ASSERT(!pace.tooSlow(_now));
            }
        }
    }

    void listenerWhoIsBehind_isNotTheRelaysFault()
    {
        Pace pace(seconds(10), seconds(10));
        pace.start(_now);
        pace.took(1'000, _now);
        pace.held(seconds(60));
        CPPUNIT_ASSERT(!pace.tooSlow(_now + seconds(68)));
        CPPUNIT_ASSERT(pace.tooSlow(_now + seconds(69)));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPace);

}  // namespace
