#include "node/clip_cache.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::node;

class TestClipCache : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestClipCache);
    CPPUNIT_TEST(clip_isFoundByItsKeyAlone);
    CPPUNIT_TEST(leastUsedClip_makesRoom);
    CPPUNIT_TEST(clipLargerThanTheCache_isNotKept);
    CPPUNIT_TEST(evictedClip_isGoneAndStaysWithWhoHoldsIt);
    CPPUNIT_TEST_SUITE_END();

    static ClipKey key(std::uint8_t number)
    {
        ClipKey key{};
        key[31] = number;
        return key;
    }

    static std::shared_ptr<const Clip> clip(std::size_t bytes)
    {
        return std::make_shared<const Clip>(Clip{16'000, std::string(bytes, 'x'), ""});
    }

    void clip_isFoundByItsKeyAlone()
    {
        ClipCache cache(10'000);
        CPPUNIT_ASSERT(cache.keep(key(1), clip(100)));
        CPPUNIT_ASSERT(cache.find(key(1)));
        CPPUNIT_ASSERT(!cache.find(key(2)));
    }

    void leastUsedClip_makesRoom()
    {
        ClipCache cache(10'000);
        cache.keep(key(1), clip(4'000));
        cache.keep(key(2), clip(4'000));
        cache.find(key(1));
        cache.keep(key(3), clip(4'000));
        CPPUNIT_ASSERT(cache.find(key(1)));
        CPPUNIT_ASSERT(!cache.find(key(2)));
        CPPUNIT_ASSERT(cache.find(key(3)));
        CPPUNIT_ASSERT(cache.bytes() <= 10'000);
    }

    void clipLargerThanTheCache_isNotKept()
    {
        ClipCache cache(10'000);
        cache.keep(key(1), clip(100));
        CPPUNIT_ASSERT(!cache.keep(key(2), clip(10'000)));
        CPPUNIT_ASSERT(!cache.find(key(2)));
        CPPUNIT_ASSERT(cache.find(key(1)));
    }

    void evictedClip_isGoneAndStaysWithWhoHoldsIt()
    {
        ClipCache cache(10'000);
        cache.keep(key(1), clip(100));
        const auto held = cache.find(key(1));
        CPPUNIT_ASSERT(cache.evict(key(1)));
        CPPUNIT_ASSERT(!cache.evict(key(1)));
        CPPUNIT_ASSERT(!cache.find(key(1)));
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, cache.bytes());
        CPPUNIT_ASSERT_EQUAL(std::size_t{100}, held->pcm.size());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestClipCache);

}  // namespace
