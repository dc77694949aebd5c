#include "http/server/baton.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <thread>
#include <vector>

namespace {

using scaispeak::http::Baton;

class TestBaton : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestBaton);
    CPPUNIT_TEST(free_isTakenAndGivenBack);
    CPPUNIT_TEST(held_isNotTakenButWorkIsDoneOnceMore);
    CPPUNIT_TEST(severalWhoCome_areOneMoreTime);
    CPPUNIT_TEST(whatIsBrought_isSeenByWhoDoesTheWork);
    CPPUNIT_TEST_SUITE_END();

    void free_isTakenAndGivenBack()
    {
        Baton baton;
        CPPUNIT_ASSERT(baton.take());
        CPPUNIT_ASSERT(baton.release());
        CPPUNIT_ASSERT(baton.take());
    }

    void held_isNotTakenButWorkIsDoneOnceMore()
    {
        Baton baton;
        CPPUNIT_ASSERT(baton.take());
        CPPUNIT_ASSERT(!baton.take());
        CPPUNIT_ASSERT(!baton.release());
        CPPUNIT_ASSERT(baton.release());
    }

    void severalWhoCome_areOneMoreTime()
    {
        Baton baton;
        CPPUNIT_ASSERT(baton.take());
        CPPUNIT_ASSERT(!baton.take());
        CPPUNIT_ASSERT(!baton.take());
        CPPUNIT_ASSERT(!baton.release());
        CPPUNIT_ASSERT(baton.release());
    }

    void whatIsBrought_isSeenByWhoDoesTheWork()
    {
        constexpr int each = 20'000;
        Baton baton;
        std::atomic<int> brought{0};
        int done = 0;  // Of who has the baton alone: a data race would be seen by ThreadSanitizer.
        const auto bring = [&] {
            for (int index = 0; index < each; ++index) {
                brought.fetch_add(1, std::memory_order_relaxed);
                if (!baton.take()) continue;
                do
                    done = brought.load(std::memory_order_relaxed);
                while (!baton.release());
            }
        };
        std::vector<std::thread> threads;
        for (int index = 0; index < 4; ++index)
            threads.emplace_back(bring);
        for (auto& thread : threads)
            thread.join();
        CPPUNIT_ASSERT_EQUAL(4 * each, done);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestBaton);

}  // namespace
