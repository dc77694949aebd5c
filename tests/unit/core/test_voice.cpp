#include "core/voice.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using scaispeak::core::isPresetId;

class TestVoice : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestVoice);
    CPPUNIT_TEST(presetId_isPrefixAndTwentyBase32Characters);
    CPPUNIT_TEST_SUITE_END();

    void presetId_isPrefixAndTwentyBase32Characters()
    {
        CPPUNIT_ASSERT(isPresetId("voc_k7ymjwtbyzgundhmxjrx"));
        for (const char* other :
             {"", "voc_", "voc_k7ymjwtbyzgundhmxjr", "voc_k7ymjwtbyzgundhmxjrxa", "voc_K7ymjwtbyzgundhmxjrx",
              "voc_k1ymjwtbyzgundhmxjrx", "voice_ymjwtbyzgundhmxjrx"})
            CPPUNIT_ASSERT_MESSAGE(other, !isPresetId(other));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestVoice);

}  // namespace
