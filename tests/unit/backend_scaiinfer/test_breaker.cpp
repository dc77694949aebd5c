#include <backend-scaiinfer/breaker.hpp>
#include <cppunit/extensions/HelperMacros.h>

namespace {

using scaispeak::scaiinfer::Breaker;
using std::chrono::seconds;

class TestBreaker : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestBreaker);
    CPPUNIT_TEST(failures_threeInARowOpenIt);
    CPPUNIT_TEST(success_startsTheCountAnew);
    CPPUNIT_TEST(rest_isFollowedByOneTrial);
    CPPUNIT_TEST(failedTrial_isFollowedByAnotherRest);
    CPPUNIT_TEST(question_takesNoTrial);
    CPPUNIT_TEST_SUITE_END();

    Breaker _breaker;
    Breaker::Clock::time_point _now{};

    void fail(int times)
    {
        for (int time = 0; time < times; ++time)
            _breaker.failed(_now);
    }

    void failures_threeInARowOpenIt()
    {
        fail(2);
        CPPUNIT_ASSERT(_breaker.permits(_now));
        fail(1);
        CPPUNIT_ASSERT(!_breaker.permits(_now));
    }

    void success_startsTheCountAnew()
    {
        fail(2);
        _breaker.succeeded();
        fail(2);
        CPPUNIT_ASSERT(_breaker.permits(_now));
    }

    void rest_isFollowedByOneTrial()
    {
        fail(3);
        CPPUNIT_ASSERT(!_breaker.permits(_now + seconds(4)));
        _now += seconds(5);
        CPPUNIT_ASSERT(_breaker.permits(_now));
        _breaker.begin(_now);
        CPPUNIT_ASSERT(!_breaker.permits(_now));
        _breaker.succeeded();
        CPPUNIT_ASSERT(_breaker.permits(_now));
    }

    void failedTrial_isFollowedByAnotherRest()
    {
        fail(3);
        _now += seconds(5);
        _breaker.begin(_now);
        fail(1);
        CPPUNIT_ASSERT(!_breaker.permits(_now + seconds(4)));
        CPPUNIT_ASSERT(_breaker.permits(_now + seconds(5)));
    }

    void question_takesNoTrial()
    {
        fail(3);
        _now += seconds(5);
        for (int time = 0; time < 3; ++time)
            CPPUNIT_ASSERT(_breaker.permits(_now));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestBreaker);

}  // namespace
