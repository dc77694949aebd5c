#include "speak/audio_collector.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <span>
#include <string_view>

namespace {

using scaispeak::speak::AudioCollector;
using scaispeak::speak::BufferBudget;
using scaispeak::speak::OutputClosed;

std::span<const std::byte> bytes(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

class TestAudioCollector : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestAudioCollector);
    CPPUNIT_TEST(reserve_takesRoomForAllSegmentsAtOnce);
    CPPUNIT_TEST(reserve_ofMoreThanThereMayBeTakesThat);
    CPPUNIT_TEST(fail_givesTheRoomBack);
    CPPUNIT_TEST_SUITE_END();

    std::shared_ptr<BufferBudget> _budget = std::make_shared<BufferBudget>(400);

    void reserve_takesRoomForAllSegmentsAtOnce()
    {
        AudioCollector one(100, _budget, "tnt_a");
        AudioCollector other(100, _budget, "tnt_a");
        CPPUNIT_ASSERT(one.reserve(40, 40));
        // Room for its first segment there is; holding that, both would wait for each other.
        CPPUNIT_ASSERT(!other.reserve(10, 40));
        one.write(bytes("0123456789"));
        one.settle();
        CPPUNIT_ASSERT(one.reserve(40, 0));
        CPPUNIT_ASSERT_EQUAL(std::size_t{80}, _budget->used());
        one.finish();
        CPPUNIT_ASSERT_EQUAL(std::size_t{10}, _budget->used());
        CPPUNIT_ASSERT(other.reserve(10, 40));
    }

    void reserve_ofMoreThanThereMayBeTakesThat()
    {
        AudioCollector one(100, _budget, "tnt_a");
        CPPUNIT_ASSERT(one.reserve(50, 5000));
        CPPUNIT_ASSERT_EQUAL(std::size_t{100}, _budget->used());
    }

    void fail_givesTheRoomBack()
    {
        AudioCollector one(100, _budget, "tnt_a");
        CPPUNIT_ASSERT(one.reserve(40, 40));
        one.fail();
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, _budget->used());
        CPPUNIT_ASSERT(!one.reserve(10, 0));
        CPPUNIT_ASSERT_THROW(one.write(bytes("0")), OutputClosed);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestAudioCollector);

}  // namespace
