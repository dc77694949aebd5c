#include "unit/backend_relay/recording_taker.hpp"

#include <backend-relay/pcm_decoder.hpp>
#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;
using tests::RecordingTaker;
using tests::takeAll;

class TestPcmDecoder : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPcmDecoder);
    CPPUNIT_TEST(bytes_comeOutAsTheyWentIn);
    CPPUNIT_TEST(frames_areWholeHoweverTheyAreCut);
    CPPUNIT_TEST(end_insideAFrameIsUnfit);
    CPPUNIT_TEST(nothing_isNoAudio);
    CPPUNIT_TEST(taker_endsIt);
    CPPUNIT_TEST_SUITE_END();

    static std::vector<std::uint8_t> counted(std::size_t size)
    {
        std::vector<std::uint8_t> bytes(size);
        for (std::size_t at = 0; at < size; ++at)
            bytes[at] = static_cast<std::uint8_t>(at);
        return bytes;
    }

    void bytes_comeOutAsTheyWentIn()
    {
        RecordingTaker taker;
        relay::PcmDecoder decoder(16'000, 1, taker);
        CPPUNIT_ASSERT(takeAll(decoder, counted(1'000), 1'000));
        decoder.finish();
        CPPUNIT_ASSERT(taker.bytes == counted(1'000));
        CPPUNIT_ASSERT_EQUAL(1, taker.begins);
        CPPUNIT_ASSERT_EQUAL(16'000U, taker.sampleRate);
    }

    void frames_areWholeHoweverTheyAreCut()
    {
        struct Whole : RecordingTaker
        {
            bool samples(Span<const std::uint8_t> some) override
            {
                CPPUNIT_ASSERT_EQUAL(std::size_t{0}, some.size() % 6);
                return RecordingTaker::samples(some);
            }
        };
        for (std::size_t piece = 1; piece < 20; ++piece) {
            Whole taker;
            relay::PcmDecoder decoder(24'000, 3, taker);
            CPPUNIT_ASSERT(takeAll(decoder, counted(240), piece));
            decoder.finish();
            CPPUNIT_ASSERT(taker.bytes == counted(240));
        }
    }

    void end_insideAFrameIsUnfit()
    {
        RecordingTaker taker;
        relay::PcmDecoder decoder(24'000, 1, taker);
        CPPUNIT_ASSERT(takeAll(decoder, counted(7), 3));
        CPPUNIT_ASSERT_THROW(decoder.finish(), relay::Unfit);
        CPPUNIT_ASSERT(taker.bytes == counted(6));
    }

    void nothing_isNoAudio()
    {
        RecordingTaker taker;
        relay::PcmDecoder decoder(24'000, 1, taker);
        decoder.finish();
        CPPUNIT_ASSERT_EQUAL(0, taker.begins);
    }

    void taker_endsIt()
    {
        RecordingTaker taker;
        taker.stopAt = 4;
        relay::PcmDecoder decoder(24'000, 1, taker);
        CPPUNIT_ASSERT(!takeAll(decoder, counted(100), 2));
        CPPUNIT_ASSERT_EQUAL(std::size_t{4}, taker.bytes.size());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPcmDecoder);

}  // namespace
