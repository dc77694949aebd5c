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
    CPPUNIT_TEST(wantedStream_passesAsItCame);
    CPPUNIT_TEST(otherStreams_areDecoded);
    CPPUNIT_TEST(passingStream_isHeldToWhatItIs);
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

    /// What passes of a body where 24 kHz are wanted as they are.
    static RecordingTaker passed(const std::vector<std::uint8_t>& body, std::size_t piece = 1'000)
    {
        RecordingTaker taker;
        taker.passedRate = 24'000;
        relay::Mp3Decoder decoder(taker);
        CPPUNIT_ASSERT(takeAll(decoder, body, piece));
        decoder.finish();
        return taker;
    }

    void wantedStream_passesAsItCame()
    {
        for (const auto& body : {encoded<FileSink>(24'000), encoded<StreamSink>(24'000)})
            for (const std::size_t piece : {std::size_t{1}, std::size_t{1'000}, body.size()}) {
                const RecordingTaker taker = passed(body, piece);
                CPPUNIT_ASSERT(taker.bytes == body);
                CPPUNIT_ASSERT_EQUAL(0, taker.begins);
                CPPUNIT_ASSERT_EQUAL(1, taker.askedToPass);
                // With what the encoder added, in whole frames.
                CPPUNIT_ASSERT(taker.encodedSamples > frames && taker.encodedSamples < frames + 3'000);
                CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, taker.encodedSamples % 576);
            }
    }

    void otherStreams_areDecoded()
    {
        CPPUNIT_ASSERT_EQUAL(2 * frames, passed(encoded<FileSink>(16'000)).bytes.size());
        auto tagged = encoded<FileSink>(24'000);
        const std::vector<std::uint8_t> tag{'I', 'D', '3', 4, 0, 0, 0, 0, 0, 0};
        tagged.insert(tagged.begin(), tag.begin(), tag.end());
        const RecordingTaker taker = passed(tagged);
        CPPUNIT_ASSERT_EQUAL(2 * frames, taker.bytes.size());
        CPPUNIT_ASSERT_EQUAL(0, taker.askedToPass);
        // The same frames, said to be stereo.
        auto stereo = encoded<StreamSink>(24'000);
        for (std::size_t at = 0; at + 3 < stereo.size(); ++at)
            if (stereo[at] == 0xFF && stereo[at + 1] == stereo[1])
                stereo[at + 3] = static_cast<std::uint8_t>(stereo[at + 3] & 0x3F);
        RecordingTaker asked;
        asked.passedRate = 24'000;
        relay::Mp3Decoder decoder(asked);
        try {
            takeAll(decoder, stereo, 1'000);
        }
        catch (const relay::Unfit&) {
        }
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, asked.encodedSamples);
    }

    void assertPassingUnfit(const std::vector<std::uint8_t>& body)
    {
        CPPUNIT_ASSERT_THROW(passed(body), relay::Unfit);
    }

    void passingStream_isHeldToWhatItIs()
    {
        const auto body = encoded<FileSink>(24'000);
        for (const std::size_t missing : {1, 50, 192, 1'000})
            assertPassingUnfit({body.begin(), body.end() - static_cast<std::ptrdiff_t>(missing)});
        auto stream = encoded<StreamSink>(24'000);
        assertPassingUnfit({stream.begin(), stream.end() - 50});
        const auto other = encoded<StreamSink>(16'000);
        auto changing = stream;
        changing.insert(changing.end(), other.begin(), other.end());
        assertPassingUnfit(changing);
        stream.insert(stream.end(), 5'000, 'x');
        assertPassingUnfit(stream);
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
