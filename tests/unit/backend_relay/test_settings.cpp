#include <backend-relay/settings.hpp>
#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::relay;

class TestSettings : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestSettings);
    CPPUNIT_TEST(nothing_isNotComplete);
    CPPUNIT_TEST(all_isRead);
    CPPUNIT_TEST(formats_empty_arePcm);
    CPPUNIT_TEST_SUITE_END();

    void nothing_isNotComplete()
    {
        const Settings settings = readSettings("{}");
        CPPUNIT_ASSERT(!settings.complete());
        CPPUNIT_ASSERT(settings.languages == std::vector<std::string>{"en"});
        CPPUNIT_ASSERT(settings.formats == std::vector<Format>{Format::Pcm});
        for (const char* config :
             {R"({"url": "http://r", "api_key": "k"})", R"({"url": "http://r", "model": "m"})",
              R"({"url": "", "api_key": "k", "model": "m"})"})
            CPPUNIT_ASSERT_MESSAGE(config, !readSettings(config).complete());
    }

    void all_isRead()
    {
        const Settings settings = readSettings(R"({"url": "https://relay//", "api_key": "k", "model": "m",
            "voices": {"narrator": "alloy"}, "languages": ["nl", "en"], "formats": ["mp3", "pcm"],
            "tls": {"ca": "/ca.pem"}, "connect_s": 0.5, "first_audio_s": 30, "between_chunks_s": 1.25})");
        CPPUNIT_ASSERT(settings.complete());
        CPPUNIT_ASSERT_EQUAL(std::string("https://relay"), settings.url);
        CPPUNIT_ASSERT_EQUAL(std::string("alloy"), settings.voices.at("narrator"));
        CPPUNIT_ASSERT_EQUAL(std::string("nl"), settings.languages.front());
        CPPUNIT_ASSERT((settings.formats == std::vector<Format>{Format::Mp3, Format::Pcm}));
        CPPUNIT_ASSERT_EQUAL(std::string("/ca.pem"), settings.certificates);
        using std::chrono::milliseconds;
        CPPUNIT_ASSERT(settings.connect == milliseconds(500));
        CPPUNIT_ASSERT(settings.firstAudio == milliseconds(30'000));
        CPPUNIT_ASSERT(settings.betweenChunks == milliseconds(1'250));
    }

    void formats_empty_arePcm()
    {
        CPPUNIT_ASSERT(readSettings(R"({"formats": []})").formats == std::vector<Format>{Format::Pcm});
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSettings);

}  // namespace
