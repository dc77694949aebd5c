#include <backend-relay/format.hpp>
#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::relay;

class TestFormat : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestFormat);
    CPPUNIT_TEST(label_saysWhatTheBodyIs);
    CPPUNIT_TEST(label_thatSaysBytesIsWhatWasAskedFor);
    CPPUNIT_TEST(label_ofOtherThingsIsRefused);
    CPPUNIT_TEST(pcm_saysItsRateAndChannels);
    CPPUNIT_TEST_SUITE_END();

    void label_saysWhatTheBodyIs()
    {
        for (const Format asked : {Format::Pcm, Format::Mp3}) {
            CPPUNIT_ASSERT(bodyTypeOf("audio/pcm", asked)->format == Format::Pcm);
            CPPUNIT_ASSERT(bodyTypeOf("audio/mpeg", asked)->format == Format::Mp3);
            CPPUNIT_ASSERT(bodyTypeOf("Audio/MP3; q=1", asked)->format == Format::Mp3);
        }
    }

    void label_thatSaysBytesIsWhatWasAskedFor()
    {
        CPPUNIT_ASSERT(bodyTypeOf("application/octet-stream", Format::Pcm)->format == Format::Pcm);
        CPPUNIT_ASSERT(bodyTypeOf("application/octet-stream", Format::Mp3)->format == Format::Mp3);
    }

    void label_ofOtherThingsIsRefused()
    {
        for (const char* label :
             {"", ";", "text/html", "audio/wav", "audio/L16;rate=24000", "audio/pcmu", "application/json",
              "audio/pcm;rate=", "audio/pcm;rate=7999", "audio/pcm;rate=192001", "audio/pcm;rate=-1",
              "audio/pcm;rate=24000x", "audio/pcm;rate=99999999999", "audio/pcm;channels=0",
              "audio/pcm;channels=9"})
            CPPUNIT_ASSERT_MESSAGE(label, !bodyTypeOf(label, Format::Pcm));
    }

    void pcm_saysItsRateAndChannels()
    {
        const auto plain = bodyTypeOf("audio/pcm", Format::Pcm);
        CPPUNIT_ASSERT(plain->sampleRate == 24'000 && plain->channels == 1);
        const auto said = bodyTypeOf("audio/pcm; rate=16000;channels=2 ; codec=s16le", Format::Pcm);
        CPPUNIT_ASSERT(said->sampleRate == 16'000 && said->channels == 2);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestFormat);

}  // namespace
