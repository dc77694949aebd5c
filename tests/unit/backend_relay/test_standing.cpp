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
    CPPUNIT_TEST(silence_isUnreachableWhileItIsLeftAlone);
    CPPUNIT_TEST(refusedConnection_isUnreachableWhileItIsLeftAlone);
    CPPUNIT_TEST_SUITE_END();

    using State = Standing::State;

    Standing _standing;
    Standing::Clock::time_point _now{};

    void fail(int times)
    {
        for (int time = 0; time < times; ++time)
            _standing.answered(false, _now);
    }

    bool fit() const { return _standing.state(_now) == State::Fit; }
    bool begins() { return _standing.begin(_now) == State::Fit; }

    void failures_fiveInARowOpenTheCircuit()
    {
        fail(4);
        CPPUNIT_ASSERT(fit() && begins());
        fail(1);
        CPPUNIT_ASSERT(_standing.state(_now) == State::Failing);
        CPPUNIT_ASSERT(_standing.begin(_now) == State::Failing);
    }

    void success_startsTheCountAnew()
    {
        fail(4);
        _standing.answered(true, _now);
        fail(4);
        CPPUNIT_ASSERT(fit());
    }

    void rest_isFollowedByOneTrial()
    {
        fail(5);
        _now += seconds(4);
        CPPUNIT_ASSERT(!begins());
        _now += seconds(1);
        CPPUNIT_ASSERT(fit());
        CPPUNIT_ASSERT(begins());
        CPPUNIT_ASSERT(!begins());
        _standing.answered(true, _now);
        CPPUNIT_ASSERT(begins() && begins());
    }

    void reachable_asTheLastConnectionWas()
    {
        CPPUNIT_ASSERT(fit());
        _standing.connected(false);
        CPPUNIT_ASSERT(_standing.state(_now) == State::Unreachable);
        _standing.answered(false, _now);
        CPPUNIT_ASSERT(fit());
    }

    void silence_isUnreachableWhileItIsLeftAlone()
    {
        fail(4);
        _standing.silent(_now);
        _standing.connected(true);
        CPPUNIT_ASSERT(_standing.state(_now) == State::Unreachable);
        CPPUNIT_ASSERT(_standing.begin(_now) == State::Unreachable);
        _now += seconds(5);
        CPPUNIT_ASSERT(begins());
        fail(1);
        CPPUNIT_ASSERT(_standing.state(_now) == State::Failing);
    }

    void refusedConnection_isUnreachableWhileItIsLeftAlone()
    {
        fail(5);
        _standing.connected(false);
        CPPUNIT_ASSERT(_standing.state(_now) == State::Unreachable);
        CPPUNIT_ASSERT(_standing.begin(_now) == State::Unreachable);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestStanding);

}  // namespace
