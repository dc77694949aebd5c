#include "core/cancellation.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <thread>

namespace {

using namespace scaispeak::core;

class TestCancellation : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestCancellation);
    CPPUNIT_TEST(stop_firstReasonWins);
    CPPUNIT_TEST(hook_setAfterTheStopIsTold);
    CPPUNIT_TEST(hook_runsOnceUnderRacingStops);
    CPPUNIT_TEST_SUITE_END();

    void stop_firstReasonWins()
    {
        Cancellation cancellation;
        CPPUNIT_ASSERT(!cancellation.stopped());
        CPPUNIT_ASSERT(cancellation.stop(StopReason::Deadline));
        CPPUNIT_ASSERT(!cancellation.stop(StopReason::Cancelled));
        CPPUNIT_ASSERT(cancellation.reason() == StopReason::Deadline);
    }

    void hook_setAfterTheStopIsTold()
    {
        Cancellation cancellation;
        cancellation.stop(StopReason::Closed);
        StopReason told = StopReason::None;
        cancellation.onStop([&](StopReason why) { told = why; });
        CPPUNIT_ASSERT(told == StopReason::Closed);
    }

    void hook_runsOnceUnderRacingStops()
    {
        for (int round = 0; round < 200; ++round) {
            Cancellation cancellation;
            std::atomic<int> told{0};
            std::thread other([&] { cancellation.stop(StopReason::Cancelled); });
            cancellation.onStop([&](StopReason) { ++told; });
            cancellation.stop(StopReason::Deadline);
            other.join();
            CPPUNIT_ASSERT_EQUAL(1, told.load());
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestCancellation);

}  // namespace
