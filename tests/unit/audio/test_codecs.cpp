#include "audio/encoder.hpp"
#include "audio/memory_sink.hpp"
#include "audio_tools.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <cstring>

namespace {

using namespace scaispeak::audio;
using scaispeak::core::ResponseFormat;

using Samples = std::vector<std::int16_t>;

constexpr std::size_t roomForAll = 10'000'000;

/// What is particular to single codecs; what all have in common is in test_encoder.cpp.
class TestCodecs : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestCodecs);
    CPPUNIT_TEST(mulaw_encodesEveryPointOfTheTable);
    CPPUNIT_TEST(alaw_encodesEveryPointOfTheTable);
    CPPUNIT_TEST(g711_knownValues);
    CPPUNIT_TEST(opus_firstPageLeavesAfterTheFirst20Milliseconds);
    CPPUNIT_TEST(opus_aPageForEvery20Milliseconds);
    CPPUNIT_TEST(opus_headNamesTheRatePutIn);
    CPPUNIT_TEST(opus_takesAbout32Kilobits);
    CPPUNIT_TEST(flac_leavesAsItIsMade);
    CPPUNIT_TEST(flac_lengthUnknownInAStreamAndKnownElse);
    CPPUNIT_TEST(flac_totalToldWrongIsAnError);
    CPPUNIT_TEST(mp3_is64KilobitsConstant);
    CPPUNIT_TEST(mp3_infoFrameWhereTheSinkCanBeRewritten);
    CPPUNIT_TEST(mp3_infoFrameOfAStreamDeclaresTheDelay);
    CPPUNIT_TEST(mp3_infoFrameLeavesWithTheFirstFrame);
    CPPUNIT_TEST(mp3_leavesAsItIsMade);
    CPPUNIT_TEST_SUITE_END();

    static std::string streamed(ResponseFormat format, std::uint32_t rate, const Samples& samples,
                                std::optional<std::uint64_t> total = {})
    {
        test::StreamSink sink;
        const auto encoder = makeEncoder(format, rate, sink, total);
        encoder->encode(samples);
        encoder->finish();
        return sink.body;
    }

    static std::string whole(ResponseFormat format, std::uint32_t rate, const Samples& samples)
    {
        MemorySink sink(roomForAll);
        const auto encoder = makeEncoder(format, rate, sink);
        encoder->encode(samples);
        encoder->finish();
        return sink.takeBody();
    }

    static int g711(ResponseFormat law, int sample)
    {
        const std::string body = streamed(law, 8000, Samples{static_cast<std::int16_t>(sample)});
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, body.size());
        return static_cast<unsigned char>(body[0]);
    }

    // G.711, table 2a and 2b: the value a code stands for, at 16 bit.
    static int mulawValue(int code)
    {
        const int bits = ~code & 0xFF;
        const int magnitude = ((((bits & 0x0F) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }

    static int alawValue(int code)
    {
        const int bits = code ^ 0x55;
        const int exponent = (bits >> 4) & 7;
        const int mantissa = ((bits & 0x0F) << 4) + 8;
        const int magnitude = exponent == 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
        return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }

    void mulaw_encodesEveryPointOfTheTable()
    {
        for (int code = 0; code < 256; ++code) {
            const int wanted = code == 0x7F ? 0xFF : code;  // There are two zeros.
            CPPUNIT_ASSERT_EQUAL(wanted, g711(ResponseFormat::Mulaw, mulawValue(code)));
        }
    }

    void alaw_encodesEveryPointOfTheTable()
    {
        for (int code = 0; code < 256; ++code)
            CPPUNIT_ASSERT_EQUAL(code, g711(ResponseFormat::Alaw, alawValue(code)));
    }

    void g711_knownValues()
    {
        CPPUNIT_ASSERT_EQUAL(0xFF, g711(ResponseFormat::Mulaw, 0));
        CPPUNIT_ASSERT_EQUAL(0xCE, g711(ResponseFormat::Mulaw, 1000));
        CPPUNIT_ASSERT_EQUAL(0x4E, g711(ResponseFormat::Mulaw, -1000));
        CPPUNIT_ASSERT_EQUAL(0x80, g711(ResponseFormat::Mulaw, 32767));
        CPPUNIT_ASSERT_EQUAL(0x00, g711(ResponseFormat::Mulaw, -32768));
        CPPUNIT_ASSERT_EQUAL(0xD5, g711(ResponseFormat::Alaw, 0));
        CPPUNIT_ASSERT_EQUAL(0xFA, g711(ResponseFormat::Alaw, 1000));
        CPPUNIT_ASSERT_EQUAL(0x7A, g711(ResponseFormat::Alaw, -1000));
        CPPUNIT_ASSERT_EQUAL(0xAA, g711(ResponseFormat::Alaw, 32767));
        CPPUNIT_ASSERT_EQUAL(0x2A, g711(ResponseFormat::Alaw, -32768));
    }

    void opus_firstPageLeavesAfterTheFirst20Milliseconds()
    {
        for (const std::uint32_t rate : {8000U, 16000U, 22050U, 24000U, 44100U, 48000U}) {
            test::StreamSink sink;
            const auto encoder = makeEncoder(ResponseFormat::Opus, rate, sink);
            encoder->encode(test::sine(rate / 50, rate, 440, 8000));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(test::name(ResponseFormat::Opus, rate), std::size_t{3},
                                         test::occurrences(sink.body, "OggS"));
        }
    }

    void opus_aPageForEvery20Milliseconds()
    {
        const std::string body = streamed(ResponseFormat::Opus, 24000, test::sine(24000, 24000, 440, 8000));
        const std::size_t pages = test::occurrences(body, "OggS");
        CPPUNIT_ASSERT(pages >= 2 + 50);
        CPPUNIT_ASSERT(pages <= 2 + 52);
    }

    void opus_headNamesTheRatePutIn()
    {
        for (const std::uint32_t rate : {8000U, 22050U, 44100U, 48000U}) {
            const std::string body = streamed(ResponseFormat::Opus, rate, Samples(100));
            const std::size_t head = body.find("OpusHead");
            CPPUNIT_ASSERT(head != std::string::npos);
            std::uint32_t named = 0;
            std::memcpy(&named, body.data() + head + 12, sizeof(named));
            CPPUNIT_ASSERT_EQUAL(rate, named);
        }
    }

    void opus_takesAbout32Kilobits()
    {
        const std::string body =
            streamed(ResponseFormat::Opus, 24000, test::sine(10 * 24000, 24000, 440, 8000));
        constexpr std::size_t pageHead = 28;
        const std::size_t packets = body.size() - pageHead * test::occurrences(body, "OggS");
        const double kilobits = static_cast<double>(packets) * 8 / 10 / 1000;
        CPPUNIT_ASSERT_DOUBLES_EQUAL(32.0, kilobits, 4.0);
    }

    void flac_leavesAsItIsMade()
    {
        test::StreamSink sink;
        const auto encoder = makeEncoder(ResponseFormat::Flac, 24000, sink);
        encoder->encode(test::sine(1000, 24000, 440, 8000));
        const std::size_t head = sink.body.size();
        CPPUNIT_ASSERT_EQUAL(std::string("fLaC"), sink.body.substr(0, 4));
        encoder->encode(test::sine(200, 24000, 440, 8000, 1000));
        CPPUNIT_ASSERT(sink.body.size() > head);
    }

    // The low 32 bits of the 36 in STREAMINFO.
    static std::uint32_t flacTotal(const std::string& body)
    {
        std::uint32_t total = 0;
        for (std::size_t at = 22; at < 26; ++at)
            total = total << 8 | static_cast<unsigned char>(body[at]);
        return total;
    }

    void flac_lengthUnknownInAStreamAndKnownElse()
    {
        const Samples samples = test::sine(3001, 24000, 440, 8000);
        CPPUNIT_ASSERT_EQUAL(0U, flacTotal(streamed(ResponseFormat::Flac, 24000, samples)));
        CPPUNIT_ASSERT_EQUAL(3001U, flacTotal(streamed(ResponseFormat::Flac, 24000, samples, 3001)));
        CPPUNIT_ASSERT_EQUAL(3001U, flacTotal(whole(ResponseFormat::Flac, 24000, samples)));
    }

    void flac_totalToldWrongIsAnError()
    {
        CPPUNIT_ASSERT_THROW(streamed(ResponseFormat::Flac, 24000, Samples(5), 6), std::logic_error);
    }

    void mp3_is64KilobitsConstant()
    {
        for (const std::uint32_t rate : {8000U, 16000U, 22050U, 24000U, 44100U, 48000U}) {
            const std::string body =
                streamed(ResponseFormat::Mp3, rate, test::sine(10 * rate, rate, 440, 8000));
            CPPUNIT_ASSERT_DOUBLES_EQUAL(64.0, static_cast<double>(body.size()) * 8 / 10 / 1000, 1.5);
        }
    }

    void mp3_infoFrameWhereTheSinkCanBeRewritten()
    {
        const std::string body = whole(ResponseFormat::Mp3, 24000, test::sine(24000, 24000, 440, 8000));
        CPPUNIT_ASSERT(body.substr(0, 192).find("Info") != std::string::npos);
        CPPUNIT_ASSERT(body.substr(0, 192).find("LAME") != std::string::npos);
    }

    void mp3_infoFrameOfAStreamDeclaresTheDelay()
    {
        const Samples samples = test::sine(24000, 24000, 440, 8000);
        const std::string body = streamed(ResponseFormat::Mp3, 24000, samples);
        const std::size_t info = body.find("Info");
        CPPUNIT_ASSERT(info < 40);
        // Bytes, and no others of Xing's fields: how many is unknown.
        CPPUNIT_ASSERT_EQUAL(std::string("\0\0\0\2\xff\xff\xff\xffLAME", 12), body.substr(info + 4, 12));
        // 12 bits of delay: 576; 12 of padding: none.
        CPPUNIT_ASSERT_EQUAL(std::string("\x24\0\0", 3), body.substr(info + 12 + 21, 3));
        CPPUNIT_ASSERT_EQUAL(std::string::npos, body.substr(192).find("Info"));
        // The encoder's delay before, and up to the end of the last frame after.
        constexpr std::size_t frame = 576;
        const std::size_t decoded = test::decode(body, ResponseFormat::Mp3, 24000).samples.size();
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, decoded % frame);
        CPPUNIT_ASSERT(decoded >= samples.size() + 576);
        CPPUNIT_ASSERT(decoded <= samples.size() + 576 + 3 * frame);
    }

    void mp3_infoFrameLeavesWithTheFirstFrame()
    {
        test::StreamSink sink;
        const auto encoder = makeEncoder(ResponseFormat::Mp3, 24000, sink);
        const Samples chunk = test::sine(120, 24000, 440, 8000);
        while (sink.body.empty())
            encoder->encode(chunk);
        CPPUNIT_ASSERT(sink.body.size() > 192);
    }

    void mp3_leavesAsItIsMade()
    {
        test::StreamSink sink;
        const auto encoder = makeEncoder(ResponseFormat::Mp3, 24000, sink);
        encoder->encode(test::sine(24000, 24000, 440, 8000));
        CPPUNIT_ASSERT(sink.body.size() > 64000 / 8 * 9 / 10);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestCodecs);

}  // namespace
