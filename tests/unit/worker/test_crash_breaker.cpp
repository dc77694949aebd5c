#include "pluginhost/worker/crash_breaker.hpp"

#include <cppunit/extensions/HelperMacros.h>

using scaispeak::pluginhost::CrashBreaker;
using namespace std::chrono_literals;

namespace {

class TestCrashBreaker : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestCrashBreaker);
    CPPUNIT_TEST(place_isFilledAtOnceAfterAWorkerThatHadServed);
    CPPUNIT_TEST(pauses_growAndAreJittered);
    CPPUNIT_TEST(breaker_opensAfterFiveStartsInARow);
    CPPUNIT_TEST(breaker_neverCountsWorkersThatHadServed);
    CPPUNIT_TEST(breaker_closesWithAServedCall);
    CPPUNIT_TEST_SUITE_END();

    double _lot = 0;
    CrashBreaker _breaker{[this] { return _lot; }};
    const CrashBreaker::Clock::time_point _now = CrashBreaker::Clock::now();

    CrashBreaker::Clock::duration pauseAfterDeath()
    {
        _breaker.died(false, _now);
        return _breaker.nextStart() - _now;
    }

    void place_isFilledAtOnceAfterAWorkerThatHadServed()
    {
        _breaker.died(true, _now);
        CPPUNIT_ASSERT(_breaker.nextStart() <= _now);
    }

    void pauses_growAndAreJittered()
    {
        CPPUNIT_ASSERT(pauseAfterDeath() == 50ms);
        _lot = 1;
        CPPUNIT_ASSERT(pauseAfterDeath() == 200ms);
        CPPUNIT_ASSERT(pauseAfterDeath() == 400ms);
        CPPUNIT_ASSERT(pauseAfterDeath() == 800ms);
    }

    void breaker_opensAfterFiveStartsInARow()
    {
        for (int death = 1; death <= 4; ++death) {
            _breaker.died(false, _now);
            CPPUNIT_ASSERT(!_breaker.open());
        }
        CPPUNIT_ASSERT(pauseAfterDeath() == 5s);
        CPPUNIT_ASSERT(_breaker.open());
        CPPUNIT_ASSERT(pauseAfterDeath() == 5s);
    }

    void breaker_neverCountsWorkersThatHadServed()
    {
        for (int death = 0; death < 100; ++death)
            _breaker.died(true, _now);
        CPPUNIT_ASSERT(!_breaker.open());
    }

    void breaker_closesWithAServedCall()
    {
        for (int death = 0; death < 5; ++death)
            _breaker.died(false, _now);
        _breaker.served();
        CPPUNIT_ASSERT(!_breaker.open());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestCrashBreaker);

}  // namespace
