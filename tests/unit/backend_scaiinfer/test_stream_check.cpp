#include <backend-scaiinfer/stream_check.hpp>
#include <cppunit/extensions/HelperMacros.h>

#include <array>
#include <limits>

namespace {

using namespace scaispeak;
using scaiinfer::StreamCheck;
using std::chrono::seconds;

constexpr std::array<std::int32_t, 3> accepted{SCS_ENCODING_PCM_S16, SCS_ENCODING_PCM_F32, SCS_ENCODING_MP3};

class TestStreamCheck : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestStreamCheck);
    CPPUNIT_TEST(checksum_isThatOfZip);
    CPPUNIT_TEST(begin_fitsWhatWasAskedForAndTheEngine);
    CPPUNIT_TEST(begin_comesOnce);
    CPPUNIT_TEST(audio_comesAfterTheBegin);
    CPPUNIT_TEST(floats_areFinite_whereverTheyAreCut);
    CPPUNIT_TEST(audio_ends);
    CPPUNIT_TEST(compressedAudio_ends);
    CPPUNIT_TEST(audio_doesNotDrip);
    CPPUNIT_TEST(slowListener_makesNoDrip);
    CPPUNIT_TEST(marks_areInTheTextAtItsCharacters);
    CPPUNIT_TEST(end_fitsWhatCame);
    CPPUNIT_TEST(end_isAtAFrame);
    CPPUNIT_TEST_SUITE_END();

    SynthesisRequest _request;
    std::vector<std::uint32_t> _rates{22'050};

public:
    void setUp() override
    {
        _request.text =
            "Gr\xc3\xbc\xc3\x9f"
            "e";
        _request.accept = {accepted.data(), accepted.size()};
    }

private:
    StreamCheck begun(std::int32_t encoding = SCS_ENCODING_PCM_S16, std::uint32_t channels = 1)
    {
        StreamCheck check(_request, _rates);
        is("", check.begin(encoding, 22'050, channels));
        return check;
    }

    static void is(const std::string& expected, const std::string& said)
    {
        CPPUNIT_ASSERT_EQUAL(expected, said);
    }

    void checksum_isThatOfZip()
    {
        CPPUNIT_ASSERT_EQUAL(0xCBF43926U, scaiinfer::crc32(0, "123456789"));
        CPPUNIT_ASSERT_EQUAL(0xCBF43926U, scaiinfer::crc32(scaiinfer::crc32(0, "1234"), "56789"));
    }

    void begin_fitsWhatWasAskedForAndTheEngine()
    {
        const auto said = [&](std::int32_t encoding, std::uint32_t rate, std::uint32_t channels) {
            return StreamCheck(_request, _rates).begin(encoding, rate, channels);
        };
        is("its encoding was not asked for", said(SCS_ENCODING_FLAC, 22'050, 1));
        is("its encoding was not asked for", said(-1, 22'050, 1));
        for (const std::uint32_t rate : {0U, 12'345U, 24'000U})
            is("its sample rate is none of its engine's", said(SCS_ENCODING_PCM_S16, rate, 1));
        for (const std::uint32_t channels : {0U, 9U})
            is("its number of channels is none", said(SCS_ENCODING_PCM_S16, 22'050, channels));
        is("", said(SCS_ENCODING_MP3, 22'050, 8));
        // An engine that names no rates has any that is one.
        _rates.clear();
        is("", said(SCS_ENCODING_PCM_S16, 12'345, 1));
        for (const std::uint32_t rate : {7'999U, 192'001U})
            is("its sample rate is none of its engine's", said(SCS_ENCODING_PCM_S16, rate, 1));
    }

    void begin_comesOnce()
    {
        StreamCheck check = begun();
        is("it begins twice", check.begin(SCS_ENCODING_PCM_S16, 22'050, 1));
    }

    void audio_comesAfterTheBegin()
    {
        StreamCheck check(_request, _rates);
        CPPUNIT_ASSERT(!check.begun());
        is("its audio comes before it begins", check.audio("ab", seconds(0)));
    }

    void floats_areFinite_whereverTheyAreCut()
    {
        for (const float bad :
             {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
            const std::array<float, 3> samples{0.5F, -1.0F, bad};
            const std::string bytes(reinterpret_cast<const char*>(samples.data()), sizeof samples);
            for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
                StreamCheck check = begun(SCS_ENCODING_PCM_F32);
                is("", check.audio(bytes.substr(0, cut), seconds(0)));
                is("its audio is not of finite numbers", check.audio(bytes.substr(cut), seconds(0)));
            }
            is("", begun(SCS_ENCODING_PCM_S16).audio(bytes, seconds(0)));
        }
    }

    /// How many seconds of it are taken.
    int taken(StreamCheck check, std::size_t bytesPerSecond)
    {
        const std::string second(bytesPerSecond, '\0');
        for (int whole = 0; whole < 1'000; ++whole)
            if (const std::string said = check.audio(second, std::chrono::seconds(0)); !said.empty()) {
                is("its audio does not end", said);
                return whole;
            }
        return -1;
    }

    void audio_ends()
    {
        // A minute, and two seconds for each byte of the text.
        CPPUNIT_ASSERT_EQUAL(60 + 2 * 7, taken(begun(), 44'100));
        CPPUNIT_ASSERT_EQUAL(60 + 2 * 7, taken(begun(SCS_ENCODING_PCM_F32, 2), 8 * 22'050));
    }

    void compressedAudio_ends() { CPPUNIT_ASSERT_EQUAL(60 + 2 * 7, taken(begun(SCS_ENCODING_MP3), 64'000)); }

    void audio_doesNotDrip()
    {
        StreamCheck check = begun();
        // One second of audio within ten of waiting: slow. Less: nobody speaks.
        is("", check.audio(std::string(44'100, '\0'), seconds(10)));
        is("", check.audio("ab", seconds(10)));
        is("its audio drips", check.audio("ab", seconds(11)));
    }

    void slowListener_makesNoDrip()
    {
        StreamCheck check = begun();
        for (int time = 0; time < 100; ++time)
            is("", check.audio("ab", seconds(9)));
    }

    void marks_areInTheTextAtItsCharacters()
    {
        const StreamCheck check = begun();
        for (const auto& [offset, length] :
             std::vector<std::pair<std::uint64_t, std::uint64_t>>{{0, 7}, {2, 2}, {6, 1}, {7, 0}})
            is("", check.event(offset, length));
        constexpr auto huge = std::numeric_limits<std::uint64_t>::max();
        for (const auto& [offset, length] : std::vector<std::pair<std::uint64_t, std::uint64_t>>{
                 {0, 8}, {8, 0}, {3, 1}, {huge, 2}, {2, huge}})
            is("its word marks are not in the text", check.event(offset, length));
    }

    void end_fitsWhatCame()
    {
        const std::string bytes = "123456789a";
        const std::uint32_t crc = scaiinfer::crc32(0, bytes);
        StreamCheck check = begun();
        is("", check.audio(bytes.substr(0, 3), seconds(0)));
        is("", check.audio(bytes.substr(3), seconds(0)));
        is("", check.end({5, crc, 10}));
        is("its checksum is wrong", check.end({5, crc ^ 1U, 10}));
        is("its audio is not as long as it says", check.end({4, crc, 10}));
        is("its audio is not as long as it says", check.end({5, crc, 12}));
        StreamCheck compressed = begun(SCS_ENCODING_MP3);
        is("", compressed.audio(bytes, seconds(0)));
        is("", compressed.end({0, crc, 10}));
        is("its audio is not as long as it says", compressed.end({5, crc, 10}));
    }

    void end_isAtAFrame()
    {
        StreamCheck check = begun(SCS_ENCODING_PCM_S16, 2);
        is("", check.audio("123456", seconds(0)));
        is("its audio ends within a frame", check.end({1, scaiinfer::crc32(0, "123456"), 6}));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestStreamCheck);

}  // namespace
