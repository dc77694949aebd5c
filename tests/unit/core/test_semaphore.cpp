#include "core/semaphore.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <thread>
#include <vector>

namespace {

using scaispeak::core::Semaphore;

class TestSemaphore : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestSemaphore);
    CPPUNIT_TEST(posts_areCountedUntilTheyAreWaitedFor);
    CPPUNIT_TEST(post_wakesOneThread);
    CPPUNIT_TEST_SUITE_END();

    void posts_areCountedUntilTheyAreWaitedFor()
    {
        Semaphore semaphore;
        semaphore.post();
        semaphore.post();
        semaphore.wait();
        semaphore.wait();
    }

    void post_wakesOneThread()
    {
        Semaphore begin;
        Semaphore ended;
        std::atomic<int> through{0};
        std::vector<std::thread> threads;
        for (int index = 0; index < 3; ++index)
            threads.emplace_back([&] {
                begin.wait();
                ++through;
                ended.post();
            });
        for (int expected = 1; expected <= 3; ++expected) {
            begin.post();
            ended.wait();
            CPPUNIT_ASSERT_EQUAL(expected, through.load());
        }
        for (auto& thread : threads)
            thread.join();
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSemaphore);

}  // namespace
