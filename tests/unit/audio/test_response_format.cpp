#include "audio/response_format.hpp"
#include "audio_tools.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::audio;
using scaispeak::core::ResponseFormat;

class TestResponseFormat : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestResponseFormat);
    CPPUNIT_TEST(words_areThoseOfTheContractAndComeBack);
    CPPUNIT_TEST(words_unknownOrInOtherCaseAreRefused);
    CPPUNIT_TEST(mediaTypes_areThoseOfTheContract);
    CPPUNIT_TEST(extensions_areShortAndDiffer);
    CPPUNIT_TEST(sampleRates_areThoseOfTheContract);
    CPPUNIT_TEST_SUITE_END();

    void words_areThoseOfTheContractAndComeBack()
    {
        std::string words;
        for (const ResponseFormat format : test::allFormats) {
            words += std::string(word(format)) + " ";
            CPPUNIT_ASSERT(responseFormat(word(format)) == format);
        }
        CPPUNIT_ASSERT_EQUAL(std::string("mp3 opus wav flac pcm mulaw alaw "), words);
    }

    void words_unknownOrInOtherCaseAreRefused()
    {
        for (const char* text : {"", "MP3", "mp", "mp33", "ogg", "aac"})
            CPPUNIT_ASSERT(!responseFormat(text));
    }

    void mediaTypes_areThoseOfTheContract()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("audio/mpeg"), mediaType(ResponseFormat::Mp3, 24000));
        CPPUNIT_ASSERT_EQUAL(std::string("audio/ogg"), mediaType(ResponseFormat::Opus, 24000));
        CPPUNIT_ASSERT_EQUAL(std::string("audio/wav"), mediaType(ResponseFormat::Wav, 24000));
        CPPUNIT_ASSERT_EQUAL(std::string("audio/flac"), mediaType(ResponseFormat::Flac, 24000));
        CPPUNIT_ASSERT_EQUAL(std::string("audio/pcm;rate=22050"), mediaType(ResponseFormat::Pcm, 22050));
        CPPUNIT_ASSERT_EQUAL(std::string("audio/basic"), mediaType(ResponseFormat::Mulaw, 8000));
        CPPUNIT_ASSERT_EQUAL(std::string("audio/PCMU;rate=16000"), mediaType(ResponseFormat::Mulaw, 16000));
        CPPUNIT_ASSERT_EQUAL(std::string("audio/PCMA;rate=8000"), mediaType(ResponseFormat::Alaw, 8000));
    }

    void extensions_areShortAndDiffer()
    {
        std::string extensions;
        for (const ResponseFormat format : test::allFormats)
            extensions += std::string(fileExtension(format)) + " ";
        CPPUNIT_ASSERT_EQUAL(std::string("mp3 opus wav flac pcm ul al "), extensions);
    }

    void sampleRates_areThoseOfTheContract()
    {
        const std::vector<std::uint32_t> wanted{8000, 16000, 22050, 24000, 44100, 48000};
        const auto rates = supportedSampleRates();
        CPPUNIT_ASSERT(wanted == std::vector<std::uint32_t>(rates.begin(), rates.end()));
        for (const std::uint32_t rate : wanted)
            CPPUNIT_ASSERT(supportedSampleRate(rate));
        for (const std::uint32_t rate : {0U, 7999U, 11025U, 32000U, 96000U})
            CPPUNIT_ASSERT(!supportedSampleRate(rate));
        CPPUNIT_ASSERT_EQUAL(24000U, defaultSampleRate(ResponseFormat::Mp3));
        CPPUNIT_ASSERT_EQUAL(24000U, defaultSampleRate(ResponseFormat::Pcm));
        CPPUNIT_ASSERT_EQUAL(8000U, defaultSampleRate(ResponseFormat::Mulaw));
        CPPUNIT_ASSERT_EQUAL(8000U, defaultSampleRate(ResponseFormat::Alaw));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestResponseFormat);

}  // namespace
