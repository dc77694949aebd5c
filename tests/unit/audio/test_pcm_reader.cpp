#include "audio/audio_fault.hpp"
#include "audio/pcm_reader.hpp"
#include "audio_tools.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <limits>

namespace {

using namespace scaispeak::audio;
using scaispeak::core::AudioFormat;
using scaispeak::core::Encoding;

using Samples = std::vector<std::int16_t>;

constexpr AudioFormat monoS16{Encoding::PcmS16, 22050, 1};
constexpr AudioFormat stereoS16{Encoding::PcmS16, 22050, 2};
constexpr AudioFormat monoF32{Encoding::PcmF32, 22050, 1};
constexpr AudioFormat stereoF32{Encoding::PcmF32, 22050, 2};

class TestPcmReader : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPcmReader);
    CPPUNIT_TEST(s16Mono_comesOutAsItIs);
    CPPUNIT_TEST(s16Stereo_becomesTheMean);
    CPPUNIT_TEST(f32Mono_isScaledRoundedAndClipped);
    CPPUNIT_TEST(f32Stereo_becomesTheMeanWithoutOverflow);
    CPPUNIT_TEST(bytes_mayBeCutAnywhere);
    CPPUNIT_TEST(blocks_areBounded);
    CPPUNIT_TEST(end_inTheMiddleOfAFrameIsAFault);
    CPPUNIT_TEST(f32_samplesThatAreNoNumbersAreAFault);
    CPPUNIT_TEST(formats_thatCannotBeReadAreAFault);
    CPPUNIT_TEST_SUITE_END();

    static Samples read(PcmReader& reader, std::span<const std::byte> bytes)
    {
        Samples all;
        while (!bytes.empty()) {
            const auto block = reader.read(bytes);
            all.insert(all.end(), block.begin(), block.end());
        }
        return all;
    }

    template <typename Sample>
    static Samples read(const AudioFormat& format, const std::vector<Sample>& samples)
    {
        PcmReader reader(format);
        return read(reader, test::bytesOf(samples));
    }

    void s16Mono_comesOutAsItIs()
    {
        const Samples samples{0, 1, -1, 32767, -32768, 1234};
        CPPUNIT_ASSERT(read(monoS16, samples) == samples);
    }

    void s16Stereo_becomesTheMean()
    {
        const Samples samples{100, 200, 32767, 32767, -32768, -32768, 32767, -32767, -3, -4};
        CPPUNIT_ASSERT((read(stereoS16, samples) == Samples{150, 32767, -32768, 0, -3}));
    }

    void f32Mono_isScaledRoundedAndClipped()
    {
        const float step = 1.0F / 32768.0F;
        const std::vector<float> samples{0.0F, 0.5F,   -0.5F,       1.0F,         -1.0F,
                                         1.5F, -1e30F, 0.6F * step, -0.6F * step, 0.4F * step};
        CPPUNIT_ASSERT(
            (read(monoF32, samples) == Samples{0, 16384, -16384, 32767, -32768, 32767, -32768, 1, -1, 0}));
    }

    void f32Stereo_becomesTheMeanWithoutOverflow()
    {
        const float huge = std::numeric_limits<float>::max();
        const std::vector<float> samples{0.25F, 0.75F, huge, huge, -1.0F, 1.0F};
        CPPUNIT_ASSERT((read(stereoF32, samples) == Samples{16384, 32767, 0}));
    }

    void bytes_mayBeCutAnywhere()
    {
        const Samples s16 = test::sine(2 * 9000, 22050, 440, 20000);
        std::vector<float> f32;
        for (const std::int16_t sample : s16)
            f32.push_back(static_cast<float>(sample) / 32768.0F);
        assertCutsAgree(monoS16, test::bytesOf(s16));
        assertCutsAgree(stereoS16, test::bytesOf(s16));
        assertCutsAgree(monoF32, test::bytesOf(f32));
        assertCutsAgree(stereoF32, test::bytesOf(f32));
        CPPUNIT_ASSERT(read(monoF32, f32) == s16);
    }

    static void assertCutsAgree(const AudioFormat& format, const std::vector<std::byte>& bytes)
    {
        PcmReader whole(format);
        const Samples expected = read(whole, bytes);
        for (const std::size_t chunk : {1U, 2U, 3U, 5U, 7U, 441U, 40000U}) {
            PcmReader reader(format);
            Samples samples;
            for (std::size_t from = 0; from < bytes.size(); from += chunk) {
                const auto part =
                    read(reader, std::span(bytes).subspan(from, std::min(chunk, bytes.size() - from)));
                samples.insert(samples.end(), part.begin(), part.end());
            }
            reader.finish();
            CPPUNIT_ASSERT(samples == expected);
            CPPUNIT_ASSERT_EQUAL(std::uint64_t{expected.size()}, reader.frames());
        }
    }

    void blocks_areBounded()
    {
        const auto bytes = test::bytesOf(Samples(3 * PcmReader::blockFrames + 1, 5));
        PcmReader reader(monoS16);
        std::span<const std::byte> rest(bytes);
        std::vector<std::size_t> blocks;
        while (!rest.empty())
            blocks.push_back(reader.read(rest).size());
        constexpr std::size_t most = PcmReader::blockFrames;
        CPPUNIT_ASSERT((blocks == std::vector<std::size_t>{most, most, most, 1}));
    }

    void end_inTheMiddleOfAFrameIsAFault()
    {
        for (const AudioFormat& format : {monoS16, stereoS16, monoF32, stereoF32}) {
            PcmReader reader(format);
            read(reader, std::vector<std::byte>(16));
            reader.finish();
            read(reader, std::vector<std::byte>(1));
            CPPUNIT_ASSERT_THROW(reader.finish(), AudioFault);
        }
    }

    void f32_samplesThatAreNoNumbersAreAFault()
    {
        using Limits = std::numeric_limits<float>;
        for (const float bad : {Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()}) {
            CPPUNIT_ASSERT_THROW(read(monoF32, std::vector<float>{0.0F, 0.1F, bad}), AudioFault);
            CPPUNIT_ASSERT_THROW(read(stereoF32, std::vector<float>{0.0F, bad}), AudioFault);
        }
    }

    void formats_thatCannotBeReadAreAFault()
    {
        for (const Encoding encoding : {Encoding::Mp3, Encoding::OggOpus, Encoding::Flac, Encoding::Aac,
                                        Encoding::Mulaw, Encoding::Alaw})
            CPPUNIT_ASSERT_THROW(PcmReader({encoding, 24000, 1}), AudioFault);
        for (const std::uint32_t rate : {0U, 7999U, 48001U})
            CPPUNIT_ASSERT_THROW(PcmReader({Encoding::PcmS16, rate, 1}), AudioFault);
        for (const std::uint32_t channels : {0U, 3U})
            CPPUNIT_ASSERT_THROW(PcmReader({Encoding::PcmS16, 24000, channels}), AudioFault);
        PcmReader({Encoding::PcmS16, 8000, 1});
        PcmReader({Encoding::PcmS16, 48000, 1});
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPcmReader);

}  // namespace
