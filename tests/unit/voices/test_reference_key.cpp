#include "voices/reference_key.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <set>

namespace {

using namespace scaispeak;

class TestReferenceKey : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestReferenceKey);
    CPPUNIT_TEST(key_isTheSameForTheSame);
    CPPUNIT_TEST(key_isAnotherForAnotherOfEach);
    CPPUNIT_TEST_SUITE_END();

    static core::Voice voice(const std::string& tenant, const std::string& id, std::int64_t revision)
    {
        core::Voice voice;
        voice.tenantId = tenant;
        voice.voiceId = id;
        voice.revision = revision;
        return voice;
    }

    void key_isTheSameForTheSame()
    {
        CPPUNIT_ASSERT(voices::referenceKey("k", voice("t", "v", 1)) ==
                       voices::referenceKey("k", voice("t", "v", 1)));
    }

    void key_isAnotherForAnotherOfEach()
    {
        const std::set<core::ReferenceKey> keys{
            voices::referenceKey("k", voice("t", "v", 1)),  voices::referenceKey("l", voice("t", "v", 1)),
            voices::referenceKey("k", voice("tv", "", 1)),  voices::referenceKey("k", voice("", "tv", 1)),
            voices::referenceKey("k", voice("t", "v", 11)), voices::referenceKey("k", voice("t", "v1", 1))};
        CPPUNIT_ASSERT_EQUAL(std::size_t{6}, keys.size());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestReferenceKey);

}  // namespace
