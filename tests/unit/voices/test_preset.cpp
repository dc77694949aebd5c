#include "voices/preset.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;

class TestPreset : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPreset);
    CPPUNIT_TEST(voiceId_isMadeOfEngineAndVoice);
    CPPUNIT_TEST(voice_isGlobalReadyAndSpeaksItsPrimaryLanguage);
    CPPUNIT_TEST_SUITE_END();

    void voiceId_isMadeOfEngineAndVoice()
    {
        // printf 'espeak-ng/gmw/en-US' | sha256sum, the first 100 bits in base32 of RFC 4648, lower case.
        CPPUNIT_ASSERT_EQUAL(std::string("voc_k7ymjwtbyzgundhmxjrx"),
                             voices::presetVoiceId("espeak-ng", "gmw/en-US"));
        CPPUNIT_ASSERT(voices::presetVoiceId("a", "b/c") == voices::presetVoiceId("a", "b/c"));
        CPPUNIT_ASSERT(voices::presetVoiceId("a", "b") != voices::presetVoiceId("b", "a"));
    }

    void voice_isGlobalReadyAndSpeaksItsPrimaryLanguage()
    {
        core::EngineVoice brought;
        brought.name = "x";
        brought.languagePrimary = "en-us";
        brought.languages = {"en"};
        const core::Voice voice = voices::presetVoice("tone", brought, 7);
        CPPUNIT_ASSERT(voice.scope == core::VoiceScope::Global);
        CPPUNIT_ASSERT(voice.embeddingStatus == core::EmbeddingStatus::Ready);
        CPPUNIT_ASSERT_EQUAL(std::string("x"), voice.displayName);
        CPPUNIT_ASSERT_EQUAL(std::string("en-us"), voice.languageSupported.front());
        CPPUNIT_ASSERT_EQUAL(std::string("unspecified"), voice.genderHint);
        CPPUNIT_ASSERT_EQUAL(std::int64_t{7}, voice.createdAt);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPreset);

}  // namespace
