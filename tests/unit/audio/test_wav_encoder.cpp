#include "audio/encoder.hpp"
#include "audio/memory_sink.hpp"
#include "audio/wav_header.hpp"
#include "audio_tools.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <cstring>

namespace {

using namespace scaispeak::audio;
using scaispeak::core::ResponseFormat;

constexpr std::uint32_t unknownSize = 0xFFFFFFFF;

class TestWavEncoder : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestWavEncoder);
    CPPUNIT_TEST(header_describesMonoS16);
    CPPUNIT_TEST(header_sizesUnknownInAStream);
    CPPUNIT_TEST(header_sizesRightWhereTheTotalIsToldBefore);
    CPPUNIT_TEST(header_sizesRightWhereTheSinkCanBeRewritten);
    CPPUNIT_TEST(header_sizesUnknownBeyondWhatTheFormatCounts);
    CPPUNIT_TEST(header_comesAlsoWithoutAnySample);
    CPPUNIT_TEST(total_toldWrongIsAnError);
    CPPUNIT_TEST(patch_putsTheSizesIn);
    CPPUNIT_TEST(patch_refusesOtherBodies);
    CPPUNIT_TEST_SUITE_END();

    template <typename Number>
    static Number number(const std::string& body, std::size_t offset)
    {
        Number value;
        std::memcpy(&value, body.data() + offset, sizeof(value));
        return value;
    }

    static void assertSizes(std::uint32_t riff, std::uint32_t data, const std::string& body)
    {
        CPPUNIT_ASSERT_EQUAL(riff, number<std::uint32_t>(body, 4));
        CPPUNIT_ASSERT_EQUAL(data, number<std::uint32_t>(body, 40));
    }

    static std::string streamed(std::size_t samples, std::optional<std::uint64_t> total = {})
    {
        test::StreamSink sink;
        const auto encoder = makeEncoder(ResponseFormat::Wav, 24000, sink, total);
        encoder->encode(std::vector<std::int16_t>(samples, 7));
        encoder->finish();
        return sink.body;
    }

    void header_describesMonoS16()
    {
        const std::string body = streamed(3);
        CPPUNIT_ASSERT_EQUAL(std::size_t{44 + 6}, body.size());
        CPPUNIT_ASSERT_EQUAL(std::string("RIFF"), body.substr(0, 4));
        CPPUNIT_ASSERT_EQUAL(std::string("WAVEfmt "), body.substr(8, 8));
        CPPUNIT_ASSERT_EQUAL(16U, number<std::uint32_t>(body, 16));
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{1}, number<std::uint16_t>(body, 20));  // PCM
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{1}, number<std::uint16_t>(body, 22));  // mono
        CPPUNIT_ASSERT_EQUAL(24000U, number<std::uint32_t>(body, 24));
        CPPUNIT_ASSERT_EQUAL(48000U, number<std::uint32_t>(body, 28));
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{2}, number<std::uint16_t>(body, 32));
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{16}, number<std::uint16_t>(body, 34));
        CPPUNIT_ASSERT_EQUAL(std::string("data"), body.substr(36, 4));
    }

    void header_sizesUnknownInAStream() { assertSizes(unknownSize, unknownSize, streamed(3)); }

    void header_sizesRightWhereTheTotalIsToldBefore() { assertSizes(36 + 6, 6, streamed(3, 3)); }

    void header_sizesRightWhereTheSinkCanBeRewritten()
    {
        MemorySink sink(100);
        const auto encoder = makeEncoder(ResponseFormat::Wav, 24000, sink);
        encoder->encode(std::vector<std::int16_t>(3, 7));
        assertSizes(unknownSize, unknownSize, sink.body());
        encoder->finish();
        assertSizes(36 + 6, 6, sink.body());
        CPPUNIT_ASSERT_EQUAL(std::size_t{44 + 6}, sink.body().size());
    }

    void header_sizesUnknownBeyondWhatTheFormatCounts()
    {
        const auto sizes = [](std::uint64_t samples) {
            const auto header = wavHeader(8000, samples);
            return number<std::uint32_t>({reinterpret_cast<const char*>(header.data()), header.size()}, 40);
        };
        constexpr std::uint64_t most = (0xFFFFFFFFULL - 37) / 2;
        CPPUNIT_ASSERT_EQUAL(static_cast<std::uint32_t>(2 * most), sizes(most));
        CPPUNIT_ASSERT_EQUAL(unknownSize, sizes(most + 1));
        CPPUNIT_ASSERT_EQUAL(unknownSize, sizes(0x8000'0000'0000'0001ULL));
    }

    void header_comesAlsoWithoutAnySample() { CPPUNIT_ASSERT_EQUAL(std::size_t{44}, streamed(0).size()); }

    void total_toldWrongIsAnError() { CPPUNIT_ASSERT_THROW(streamed(3, 4), std::logic_error); }

    void patch_putsTheSizesIn()
    {
        std::string body = streamed(3);
        const std::string samples = body.substr(44);
        patchWavSizes(body);
        assertSizes(36 + 6, 6, body);
        CPPUNIT_ASSERT_EQUAL(samples, body.substr(44));
    }

    void patch_refusesOtherBodies()
    {
        std::string empty;
        CPPUNIT_ASSERT_THROW(patchWavSizes(empty), std::invalid_argument);
        std::string cut = streamed(0).substr(0, 43);
        CPPUNIT_ASSERT_THROW(patchWavSizes(cut), std::invalid_argument);
        std::string other = streamed(3);
        other[36] = 'L';
        CPPUNIT_ASSERT_THROW(patchWavSizes(other), std::invalid_argument);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestWavEncoder);

}  // namespace
