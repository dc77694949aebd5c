#include <backend-relay/standing.hpp>
#include <cppunit/extensions/HelperMacros.h>

namespace {

using scaispeak::relay::Standing;
using std::chrono::seconds;

class TestStanding : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestStanding);
    CPPUNIT_TEST(failures_fiveInARowOpenTheCircuit);
    CPPUNIT_TEST(success_startsTheCountAnew);
    CPPUNIT_TEST(rest_isFollowedByOneTrial);
    CPPUNIT_TEST(reachable_asTheLastConnectionWas);
    CPPUNIT_TEST_SUITE_END();

    Standing _standing;
    Standing::Clock::time_point _now{};

    void fail(int times)
    {
        for (int time = 0; time < times; ++time)
            _standing.answered(false, _now);
    }

    void failures_fiveInARowOpenTheCircuit()
    {
        fail(4);
        CPPUNIT_ASSERT(_standing.closed(_now) && _standing.begin(_now));
        fail(1);
        CPPUNIT_ASSERT(!_standing.closed(_now) && !_standing.begin(_now));
    }

    void success_startsTheCountAnew()
    {
        fail(4);
        _standing.answered(true, _now);
        fail(4);
        CPPUNIT_ASSERT(_standing.closed(_now));
    }

    void rest_isFollowedByOneTrial()
    {
        fail(5);
        CPPUNIT_ASSERT(!_standing.begin(_now + seconds(4)));
        _now += seconds(5);
        CPPUNIT_ASSERT(_standing.closed(_now));
        CPPUNIT_ASSERT(_standing.begin(_now));
        CPPUNIT_ASSERT(!_standing.begin(_now));
        _standing.answered(true, _now);
        CPPUNIT_ASSERT(_standing.begin(_now) && _standing.begin(_now));
    }

    void reachable_asTheLastConnectionWas()
    {
        CPPUNIT_ASSERT(_standing.reachable());
        _standing.connected(false);
        CPPUNIT_ASSERT(!_standing.reachable());
        _standing.answered(false, _now);
        CPPUNIT_ASSERT(_standing.reachable());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestStanding);

}  // namespace
