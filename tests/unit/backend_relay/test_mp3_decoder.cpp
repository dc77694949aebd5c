#include "audio/encoder.hpp"
#include "unit/backend_relay/recording_taker.hpp"

#include <backend-relay/mp3_decoder.hpp>
#include <cppunit/extensions/HelperMacros.h>

#include <cmath>
#include <cstring>

namespace {

using namespace scaispeak;
using tests::RecordingTaker;
using tests::takeAll;

constexpr std::size_t frames = 30'000;
constexpr std::ptrdiff_t edge = 2'000;

class StreamSink : public audio::ByteSink
{
public:
    void write(std::span<const std::byte> more) override
    {
        const auto* first = reinterpret_cast<const std::uint8_t*>(more.data());
        bytes.insert(bytes.end(), first, first + more.size());
    }

    std::vector<std::uint8_t> bytes;
};

/// A body that its maker could go back into, so that its first frame says how long the speech is.
class FileSink : public StreamSink
{
public:
    bool rewritable() const noexcept override { return true; }
    void rewrite(std::uint64_t offset, std::span<const std::byte> other) override
    {
        std::memcpy(bytes.data() + offset, other.data(), other.size());
    }
};

std::vector<std::int16_t> tone(std::uint32_t rate)
{
    std::vector<std::int16_t> samples(frames);
    for (std::size_t at = 0; at < frames; ++at)
        samples[at] = static_cast<std::int16_t>(
            std::lround(8'000 * std::sin(2 * M_PI * 300 * static_cast<double>(at) / rate)));
    return samples;
}

template <class Sink>
std::vector<std::uint8_t> encoded(std::uint32_t rate)
{
    Sink sink;
    const auto encoder = audio::makeEncoder(core::ResponseFormat::Mp3, rate, sink);
    encoder->encode(tone(rate));
    encoder->finish();
    return sink.bytes;
}

class TestMp3Decoder : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestMp3Decoder);
    CPPUNIT_TEST(file_comesOutWithoutWhatTheEncoderAdded);
    CPPUNIT_TEST(stream_comesOutWholeThoughItsLengthIsUnknown);
    CPPUNIT_TEST(pieces_makeNoDifference);
    CPPUNIT_TEST(tags_areSkipped);
    CPPUNIT_TEST(cutBody_isUnfit);
    CPPUNIT_TEST(otherBytes_areUnfit);
    CPPUNIT_TEST(rateThatChanges_isUnfit);
    CPPUNIT_TEST(taker_endsIt);
    CPPUNIT_TEST_SUITE_END();

    static RecordingTaker decoded(const std::vector<std::uint8_t>& body, std::size_t piece = 1'000)
    {
        RecordingTaker taker;
        relay::Mp3Decoder decoder(taker);
        CPPUNIT_ASSERT(takeAll(decoder, body, piece));
        decoder.finish();
        return taker;
    }

    static void assertUnfit(const std::vector<std::uint8_t>& body)
    {
        CPPUNIT_ASSERT_THROW(decoded(body), relay::Unfit);
    }

    /// How far what was heard is from the tone put in, taken to begin `shift` samples later. The codec smears
    /// the tone's sudden start and end.
    static double distance(const std::vector<std::int16_t>& heard, std::uint32_t rate, std::ptrdiff_t shift)
    {
        const auto expected = tone(rate);
        double error = 0;
        for (std::ptrdiff_t at = edge; at < static_cast<std::ptrdiff_t>(frames) - edge; ++at)
            error += std::pow(
                heard[static_cast<std::size_t>(at + shift)] - expected[static_cast<std::size_t>(at)], 2);
        return std::sqrt(error / static_cast<double>(frames));
    }

    static void assertSilentlyUnfit(const std::vector<std::uint8_t>& body)
    {
        RecordingTaker taker;
        relay::Mp3Decoder decoder(taker);
        CPPUNIT_ASSERT_THROW(takeAll(decoder, body, 2), relay::Unfit);
        CPPUNIT_ASSERT_EQUAL(0, taker.begins);
    }

    static void assertTone(const RecordingTaker& taker, std::uint32_t rate)
    {
        std::vector<std::int16_t> heard(taker.bytes.size() / 2);
        std::memcpy(heard.data(), taker.bytes.data(), taker.bytes.size());
        // LAME makes it a little softer, so that the distance is never zero.
        const double right = distance(heard, rate, 0);
        CPPUNIT_ASSERT(right < 400);
        CPPUNIT_ASSERT(right < distance(heard, rate, 1) && right < distance(heard, rate, -1));
    }

    void file_comesOutWithoutWhatTheEncoderAdded()
    {
        for (const std::uint32_t rate : {16'000U, 24'000U, 48'000U}) {
            const RecordingTaker taker = decoded(encoded<FileSink>(rate));
            CPPUNIT_ASSERT_EQUAL(rate, taker.sampleRate);
            CPPUNIT_ASSERT_EQUAL(1U, taker.channels);
            CPPUNIT_ASSERT_EQUAL(2 * frames, taker.bytes.size());
            assertTone(taker, rate);
        }
    }

    void stream_comesOutWholeThoughItsLengthIsUnknown()
    {
        const RecordingTaker taker = decoded(encoded<StreamSink>(24'000));
        CPPUNIT_ASSERT_EQUAL(1, taker.begins);
        CPPUNIT_ASSERT(taker.bytes.size() >= 2 * frames && taker.bytes.size() < 2 * (frames + 3'000));
    }

    void pieces_makeNoDifference()
    {
        const auto body = encoded<FileSink>(24'000);
        const auto whole = decoded(body, body.size()).bytes;
        CPPUNIT_ASSERT(decoded(body, 1).bytes == whole);
        CPPUNIT_ASSERT(decoded(body, 417).bytes == whole);
    }

    void tags_areSkipped()
    {
        auto body = encoded<FileSink>(24'000);
        const auto bare = decoded(body).bytes;
        std::vector<std::uint8_t> tag{'I', 'D', '3', 4, 0, 0, 0, 0, 7, 0x68};
        tag.resize(10 + 1'000, 0xFF);
        body.insert(body.begin(), tag.begin(), tag.end());
        body.insert(body.end(), {'T', 'A', 'G'});
        body.resize(body.size() + 125, ' ');
        CPPUNIT_ASSERT(decoded(body).bytes == bare);
    }

    void cutBody_isUnfit()
    {
        const auto body = encoded<FileSink>(24'000);
        for (const std::size_t missing : {1, 50, 192, 1'000})
            assertUnfit({body.begin(), body.end() - static_cast<std::ptrdiff_t>(missing)});
        const auto stream = encoded<StreamSink>(24'000);
        assertUnfit({stream.begin(), stream.end() - 50});
    }

    void otherBytes_areUnfit()
    {
        assertUnfit({});
        assertUnfit(std::vector<std::uint8_t>(20'000));
        assertUnfit({'<', 'h', 't', 'm', 'l', '>'});
        // Small samples hold what looks like a frame, some way on.
        auto hidden = encoded<StreamSink>(24'000);
        hidden.insert(hidden.begin(), {0, 0, 0xFF, 0xFF});
        assertSilentlyUnfit(hidden);
        const auto samples = tone(24'000);
        const auto* first = reinterpret_cast<const std::uint8_t*>(samples.data());
        assertUnfit({first, first + 2 * frames});
    }

    void rateThatChanges_isUnfit()
    {
        auto body = encoded<StreamSink>(24'000);
        const auto other = encoded<StreamSink>(16'000);
        body.insert(body.end(), other.begin(), other.end());
        assertUnfit(body);
    }

    void taker_endsIt()
    {
        RecordingTaker taker;
        taker.stopAt = 1;
        relay::Mp3Decoder decoder(taker);
        CPPUNIT_ASSERT(!takeAll(decoder, encoded<FileSink>(24'000), 100));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestMp3Decoder);

}  // namespace
