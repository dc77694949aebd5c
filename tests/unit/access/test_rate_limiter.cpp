#include "access/rate_limiter.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using scaispeak::access::RateLimiter;

constexpr std::int64_t second = 1'000'000;

class TestRateLimiter : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestRateLimiter);
    CPPUNIT_TEST(window_slides);
    CPPUNIT_TEST(refused_doNotCount);
    CPPUNIT_TEST(tightest_winsAndIsTold);
    CPPUNIT_TEST(refusedByOne_countsForNone);
    CPPUNIT_TEST(off_saysNothing);
    CPPUNIT_TEST_SUITE_END();

    RateLimiter _limiter;

    void window_slides()
    {
        const std::int64_t start = 1'000 * second;
        CPPUNIT_ASSERT(_limiter.take({{"k", 2}}, start)->allowed);
        CPPUNIT_ASSERT(_limiter.take({{"k", 2}}, start + 10 * second)->allowed);
        const auto refused = _limiter.take({{"k", 2}}, start + 20 * second);
        CPPUNIT_ASSERT(!refused->allowed);
        CPPUNIT_ASSERT_EQUAL(40, refused->retryAfterSeconds);
        CPPUNIT_ASSERT_EQUAL(std::int64_t{1'060}, refused->resetEpochSeconds);
        CPPUNIT_ASSERT(_limiter.take({{"k", 2}}, start + 60 * second)->allowed);
        CPPUNIT_ASSERT(!_limiter.take({{"k", 2}}, start + 61 * second)->allowed);
    }

    void refused_doNotCount()
    {
        CPPUNIT_ASSERT(_limiter.take({{"k", 1}}, 0)->allowed);
        for (int call = 1; call < 50; ++call)
            CPPUNIT_ASSERT(!_limiter.take({{"k", 1}}, call * second)->allowed);
        CPPUNIT_ASSERT(_limiter.take({{"k", 1}}, 60 * second)->allowed);
    }

    void tightest_winsAndIsTold()
    {
        const auto standing = _limiter.take({{"user", 120}, {"tenant", 1000}, {"key", 60}}, 0);
        CPPUNIT_ASSERT_EQUAL(60U, standing->limit);
        CPPUNIT_ASSERT_EQUAL(59U, standing->remaining);
    }

    void refusedByOne_countsForNone()
    {
        CPPUNIT_ASSERT(_limiter.take({{"key", 1}, {"tenant", 10}}, 0)->allowed);
        for (int call = 0; call < 5; ++call)
            CPPUNIT_ASSERT(!_limiter.take({{"key", 1}, {"tenant", 10}}, 1)->allowed);
        CPPUNIT_ASSERT_EQUAL(9U, _limiter.peek({{"tenant", 10}}, 2)->remaining);
    }

    void off_saysNothing()
    {
        CPPUNIT_ASSERT(!_limiter.take({{"key", 0}, {"tenant", 0}}, 0).has_value());
        CPPUNIT_ASSERT(!_limiter.take({}, 0).has_value());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestRateLimiter);

}  // namespace
