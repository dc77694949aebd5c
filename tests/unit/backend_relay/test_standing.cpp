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
    CPPUNIT_TEST(fullRelay_isLeftAloneForAsLongAsItNamed);
    CPPUNIT_TEST(fullRelay_thatNamesALongTimeIsTriedAllTheSame);
    CPPUNIT_TEST(fullRelay_thatNamesNoTimeRestsAsOthersDo);
    CPPUNIT_TEST(fullRelay_thatIsGoneIsUnreachable);
    CPPUNIT_TEST(credentialNotAccepted_isEnoughAtOnceAndTriedNowAndThen);
    CPPUNIT_TEST(credentialNotAccepted_staysSoWhateverTheConnectionsDo);
    CPPUNIT_TEST(callForbidden_mayBeAboutThatCallAlone);
    CPPUNIT_TEST(reachable_isWhatTheLastConnectionWas);
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

    void full(seconds retryAfter)
    {
        for (int time = 0; time < 5; ++time)
            _standing.full(retryAfter, _now);
    }

    void fullRelay_isLeftAloneForAsLongAsItNamed()
    {
        full(seconds(30));
        CPPUNIT_ASSERT(_standing.state(_now) == State::Full);
        CPPUNIT_ASSERT(_standing.fullFor(_now) == seconds(30));
        _now += std::chrono::milliseconds(28'500);
        CPPUNIT_ASSERT(_standing.begin(_now) == State::Full);
        CPPUNIT_ASSERT(_standing.fullFor(_now) == seconds(2));
        _now += seconds(2);
        CPPUNIT_ASSERT(begins());
        CPPUNIT_ASSERT(_standing.begin(_now) == State::Full);
        CPPUNIT_ASSERT(_standing.fullFor(_now) == seconds(5));
        _standing.answered(true, _now);
        CPPUNIT_ASSERT(begins() && begins());
    }

    void fullRelay_thatNamesALongTimeIsTriedAllTheSame()
    {
        full(seconds(3'600));
        _now += seconds(59);
        CPPUNIT_ASSERT(!begins());
        CPPUNIT_ASSERT(_standing.fullFor(_now) == seconds(3'541));
        _now += seconds(1);
        CPPUNIT_ASSERT(begins());
    }

    void fullRelay_thatNamesNoTimeRestsAsOthersDo()
    {
        full(seconds(0));
        CPPUNIT_ASSERT(_standing.fullFor(_now) == seconds(5));
        _now += seconds(5);
        CPPUNIT_ASSERT(begins());
        full(seconds(1));
        CPPUNIT_ASSERT(_standing.fullFor(_now) == seconds(1));
    }

    void fullRelay_thatIsGoneIsUnreachable()
    {
        full(seconds(30));
        _standing.connected(false);
        CPPUNIT_ASSERT(_standing.state(_now) == State::Unreachable);
    }

    void credentialNotAccepted_isEnoughAtOnceAndTriedNowAndThen()
    {
        _standing.refusing(true, _now);
        CPPUNIT_ASSERT(_standing.state(_now) == State::Refusing);
        _now += seconds(29);
        CPPUNIT_ASSERT(_standing.begin(_now) == State::Refusing);
        _now += seconds(1);
        CPPUNIT_ASSERT(begins());
        CPPUNIT_ASSERT(!begins());
        _standing.refusing(true, _now);
        _now += seconds(29);
        CPPUNIT_ASSERT(!begins());
        _now += seconds(1);
        CPPUNIT_ASSERT(begins());
        _standing.answered(true, _now);
        CPPUNIT_ASSERT(fit() && begins() && begins());
    }

    void credentialNotAccepted_staysSoWhateverTheConnectionsDo()
    {
        _standing.refusing(true, _now);
        for (const bool could : {true, false}) {
            _standing.connected(could);
            CPPUNIT_ASSERT(_standing.state(_now) == State::Refusing);
        }
    }

    void callForbidden_mayBeAboutThatCallAlone()
    {
        for (int time = 0; time < 4; ++time)
            _standing.refusing(false, _now);
        CPPUNIT_ASSERT(fit());
        _standing.refusing(false, _now);
        CPPUNIT_ASSERT(_standing.state(_now) == State::Refusing);
    }

    void reachable_isWhatTheLastConnectionWas()
    {
        _standing.connected(false);
        CPPUNIT_ASSERT(!_standing.reachable());
        _standing.connected(true);
        CPPUNIT_ASSERT(_standing.reachable());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestStanding);

}  // namespace
