#include "audio/audio_fault.hpp"
#include "audio/memory_sink.hpp"
#include "audio/response_format.hpp"
#include "audio/utterance_encoder.hpp"
#include "audio_tools.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <limits>
#include <thread>

namespace {

using namespace scaispeak::audio;
using scaispeak::core::AudioFormat;
using scaispeak::core::Encoding;
using scaispeak::core::ResponseFormat;

using Bytes = std::vector<std::byte>;
using Samples = std::vector<std::int16_t>;

constexpr std::size_t roomForAll = 10'000'000;

class TestUtteranceEncoder : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestUtteranceEncoder);
    CPPUNIT_TEST(length_isKeptForEveryFormatRateAndEngineRate);
    CPPUNIT_TEST(length_isKeptForEveryKindOfPcm);
    CPPUNIT_TEST(opus_isCodedAtARateOfItsOwnAndSaysSo);
    CPPUNIT_TEST(output_doesNotDependOnHowBytesAreCut);
    CPPUNIT_TEST(sameRate_isBitExact);
    CPPUNIT_TEST(level_isKept);
    CPPUNIT_TEST(seams_areNotHeard);
    CPPUNIT_TEST(segments_mayChangeTheirRate);
    CPPUNIT_TEST(segments_mayChangeTheirEncodingWithoutASeam);
    CPPUNIT_TEST(positions_followTheSegments);
    CPPUNIT_TEST(bytes_leaveBeforeTheEnd);
    CPPUNIT_TEST(segment_endingInTheMiddleOfAFrameIsAFault);
    CPPUNIT_TEST(segment_givenUpLosesOnlyItsCutFrame);
    CPPUNIT_TEST(samples_thatAreNoNumbersAreAFault);
    CPPUNIT_TEST(utterance_withoutSegmentsIsEmpty);
    CPPUNIT_TEST(utterances_onSeveralThreadsDoNotMeet);
    CPPUNIT_TEST(calls_outOfOrderAreErrors);
    CPPUNIT_TEST_SUITE_END();

    struct Engine
    {
        AudioFormat format;
        Bytes bytes;
        std::uint64_t frames;
    };

    static Engine engine(Encoding encoding, std::uint32_t rate, std::uint32_t channels, std::size_t frames)
    {
        Samples s16;
        for (const std::int16_t sample : test::sine(frames, rate, 440, 12000))
            s16.insert(s16.end(), channels, sample);
        if (encoding == Encoding::PcmS16) return {{encoding, rate, channels}, test::bytesOf(s16), frames};
        std::vector<float> f32;
        for (const std::int16_t sample : s16)
            f32.push_back(static_cast<float>(sample) / 32768.0F);
        return {{encoding, rate, channels}, test::bytesOf(f32), frames};
    }

    static void push(UtteranceEncoder& utterance, std::span<const std::byte> bytes, std::size_t chunk)
    {
        for (std::size_t at = 0; at < bytes.size(); at += chunk)
            utterance.write(bytes.subspan(at, std::min(chunk, bytes.size() - at)));
    }

    static void speak(UtteranceEncoder& utterance, const Engine& segment, std::size_t chunk = 441)
    {
        utterance.beginSegment(segment.format);
        push(utterance, segment.bytes, chunk);
        utterance.endSegment();
    }

    static test::Decoded spoken(ResponseFormat format, std::uint32_t rate,
                                const std::vector<Engine>& segments, std::size_t chunk = 441)
    {
        MemorySink sink(roomForAll);
        UtteranceEncoder utterance(format, rate, sink);
        for (const Engine& segment : segments)
            speak(utterance, segment, chunk);
        utterance.finish();
        const test::Decoded decoded = test::decode(sink.body(), format, rate);
        // Opus decodes at one of its own rates: rounded once from the engine's, and once here.
        const double wanted = static_cast<double>(utterance.samples()) * decoded.sampleRate / rate;
        const double difference = std::abs(wanted - static_cast<double>(decoded.samples.size()));
        CPPUNIT_ASSERT_MESSAGE(test::name(format, rate),
                               decoded.sampleRate == rate ? difference == 0 : difference < 1.5);
        return decoded;
    }

    static std::uint64_t rounded(std::uint64_t frames, std::uint64_t from, std::uint64_t to)
    {
        return (2 * frames * to + from) / (2 * from);
    }

    static void assertConserved(ResponseFormat format, std::uint32_t rate, const Engine& segment,
                                std::size_t chunk)
    {
        test::StreamSink sink;
        UtteranceEncoder utterance(format, rate, sink);
        speak(utterance, segment, chunk);
        utterance.finish();
        CPPUNIT_ASSERT_EQUAL(segment.frames, utterance.engineFrames());
        CPPUNIT_ASSERT_EQUAL_MESSAGE(test::name(format, rate),
                                     rounded(segment.frames, segment.format.sampleRate, rate),
                                     utterance.samples());
    }

    void length_isKeptForEveryFormatRateAndEngineRate()
    {
        for (const ResponseFormat format : test::allFormats)
            for (const std::uint32_t rate : supportedSampleRates())
                for (const std::uint32_t engineRate : {8000U, 11025U, 22050U, 24000U, 48000U}) {
                    const Engine segment = engine(Encoding::PcmS16, engineRate, 1, engineRate / 4 + 13);
                    assertConserved(format, rate, segment, 441);
                    spoken(format, rate, {segment});
                }
    }

    void length_isKeptForEveryKindOfPcm()
    {
        for (const Encoding encoding : {Encoding::PcmS16, Encoding::PcmF32})
            for (const std::uint32_t channels : {1U, 2U})
                for (const std::size_t chunk : {1U, 7U, 441U, 1'000'000U})
                    for (const std::size_t frames : {1U, 80U, 735U, 12345U})
                        assertConserved(ResponseFormat::Pcm, 24000, engine(encoding, 22050, channels, frames),
                                        chunk);
    }

    void opus_isCodedAtARateOfItsOwnAndSaysSo()
    {
        const Engine segment = engine(Encoding::PcmS16, 16000, 1, 4001);
        for (const auto& [asked, coded] :
             {std::pair{22050U, 24000U}, std::pair{44100U, 48000U}, std::pair{16000U, 16000U}}) {
            test::StreamSink sink;
            UtteranceEncoder utterance(ResponseFormat::Opus, asked, sink);
            speak(utterance, segment);
            utterance.finish();
            CPPUNIT_ASSERT_EQUAL(scaledSamples(4001, 16000, asked), utterance.samples());
            const std::string body = sink.body;
            const std::size_t head = body.find("OpusHead");
            CPPUNIT_ASSERT(head != std::string::npos);
            std::uint32_t named = 0;
            std::memcpy(&named, body.data() + head + 12, sizeof(named));
            CPPUNIT_ASSERT_EQUAL(coded, named);
        }
    }

    void output_doesNotDependOnHowBytesAreCut()
    {
        const Engine segment = engine(Encoding::PcmF32, 22050, 2, 7001);
        for (const ResponseFormat format : test::allFormats) {
            const Samples expected = spoken(format, 24000, {segment}, segment.bytes.size()).samples;
            for (const std::size_t chunk : {1U, 7U, 441U})
                CPPUNIT_ASSERT_MESSAGE(test::name(format, 24000),
                                       spoken(format, 24000, {segment}, chunk).samples == expected);
        }
    }

    void sameRate_isBitExact()
    {
        const Engine segment = engine(Encoding::PcmS16, 24000, 1, 9001);
        test::StreamSink sink;
        UtteranceEncoder utterance(ResponseFormat::Pcm, 24000, sink);
        speak(utterance, segment);
        utterance.finish();
        CPPUNIT_ASSERT(test::bytesOf(Samples(test::sine(9001, 24000, 440, 12000))) == segment.bytes);
        CPPUNIT_ASSERT(std::ranges::equal(std::as_bytes(std::span(sink.body)), segment.bytes));
    }

    void level_isKept()
    {
        const Engine segment = engine(Encoding::PcmF32, 22050, 2, 2 * 22050);
        const double wanted = test::level(test::sine(2 * 22050, 22050, 440, 12000));
        for (const ResponseFormat format : test::allFormats) {
            const bool lossy = format == ResponseFormat::Mp3 || format == ResponseFormat::Opus;
            CPPUNIT_ASSERT_DOUBLES_EQUAL_MESSAGE(test::name(format, 24000), wanted,
                                                 test::level(spoken(format, 24000, {segment}).samples),
                                                 lossy ? 1.0 : 0.1);
        }
    }

    // A continuous sine in two pieces: nothing at the joint may move faster than elsewhere.
    void seams_areNotHeard()
    {
        constexpr std::size_t split = 5003;
        const Engine whole = engine(Encoding::PcmS16, 22050, 1, 12000);
        Engine first = whole;
        Engine second = whole;
        first.bytes.resize(2 * split);
        second.bytes.erase(second.bytes.begin(), second.bytes.begin() + 2 * split);
        const Samples joined = spoken(ResponseFormat::Pcm, 24000, {first, second}).samples;
        CPPUNIT_ASSERT(joined == spoken(ResponseFormat::Pcm, 24000, {whole}).samples);

        const std::size_t joint = rounded(split, 22050, 24000);
        int most = 0;
        int atJoint = 0;
        for (std::size_t index = 1000; index + 1000 < joined.size(); ++index) {
            const int bend = std::abs(joined[index - 1] - 2 * joined[index] + joined[index + 1]);
            int& seen = index > joint - 50 && index < joint + 50 ? atJoint : most;
            seen = std::max(seen, bend);
        }
        CPPUNIT_ASSERT(atJoint > 0);
        CPPUNIT_ASSERT(atJoint <= most + 2);
    }

    void segments_mayChangeTheirRate()
    {
        const std::vector<Engine> segments{
            engine(Encoding::PcmS16, 22050, 1, 5001), engine(Encoding::PcmS16, 22050, 1, 5001),
            engine(Encoding::PcmS16, 24000, 1, 333), engine(Encoding::PcmF32, 16000, 2, 4001)};
        const std::size_t wanted = rounded(10002, 22050, 24000) + 333 + rounded(4001, 16000, 24000);
        CPPUNIT_ASSERT_EQUAL(wanted, spoken(ResponseFormat::Pcm, 24000, segments).samples.size());
    }

    void segments_mayChangeTheirEncodingWithoutASeam()
    {
        const Engine s16 = engine(Encoding::PcmS16, 22050, 1, 5000);
        const Engine f32 = engine(Encoding::PcmF32, 22050, 2, 5000);
        CPPUNIT_ASSERT(spoken(ResponseFormat::Pcm, 24000, {s16, f32}).samples ==
                       spoken(ResponseFormat::Pcm, 24000, {s16, s16}).samples);
    }

    void positions_followTheSegments()
    {
        test::StreamSink sink;
        UtteranceEncoder utterance(ResponseFormat::Pcm, 24000, sink);
        CPPUNIT_ASSERT_THROW(utterance.samplePosition(0), std::logic_error);
        utterance.beginSegment({Encoding::PcmS16, 12000, 1});
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, utterance.samplePosition(0));
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{20}, utterance.samplePosition(10));
        utterance.write(Bytes(2 * 1000));
        utterance.endSegment();
        utterance.beginSegment({Encoding::PcmS16, 12000, 1});
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{2020}, utterance.samplePosition(10));
        utterance.endSegment();
        utterance.beginSegment({Encoding::PcmS16, 48000, 1});
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{2005}, utterance.samplePosition(10));
    }

    void bytes_leaveBeforeTheEnd()
    {
        const Engine second = engine(Encoding::PcmS16, 22050, 1, 22050);
        for (const ResponseFormat format : test::allFormats) {
            test::StreamSink sink;
            UtteranceEncoder utterance(format, 24000, sink);
            utterance.beginSegment(second.format);
            push(utterance, second.bytes, 441);
            CPPUNIT_ASSERT_MESSAGE(test::name(format, 24000), sink.writes > 15);
            CPPUNIT_ASSERT(utterance.samples() > 24000 * 9 / 10);
        }
    }

    void segment_endingInTheMiddleOfAFrameIsAFault()
    {
        test::StreamSink sink;
        UtteranceEncoder utterance(ResponseFormat::Mp3, 24000, sink);
        utterance.beginSegment({Encoding::PcmS16, 22050, 1});
        utterance.write(Bytes(4411));
        CPPUNIT_ASSERT_THROW(utterance.endSegment(), AudioFault);
    }

    void segment_givenUpLosesOnlyItsCutFrame()
    {
        test::StreamSink sink;
        UtteranceEncoder utterance(ResponseFormat::Pcm, 24000, sink);
        utterance.beginSegment({Encoding::PcmS16, 24000, 1});
        utterance.write(Bytes(5));
        utterance.beginSegment({Encoding::PcmS16, 24000, 1});
        utterance.write(Bytes(6));
        utterance.endSegment();
        utterance.finish();
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{5}, utterance.samples());
    }

    void samples_thatAreNoNumbersAreAFault()
    {
        test::StreamSink sink;
        UtteranceEncoder utterance(ResponseFormat::Pcm, 24000, sink);
        utterance.beginSegment({Encoding::PcmF32, 24000, 1});
        const std::vector<float> samples{0.1F, std::numeric_limits<float>::quiet_NaN()};
        CPPUNIT_ASSERT_THROW(utterance.write(test::bytesOf(samples)), AudioFault);
        CPPUNIT_ASSERT(sink.body.empty());
    }

    void utterance_withoutSegmentsIsEmpty()
    {
        CPPUNIT_ASSERT(spoken(ResponseFormat::Wav, 24000, {}).samples.empty());
        const Engine silent{{Encoding::PcmS16, 22050, 1}, {}, 0};
        CPPUNIT_ASSERT(spoken(ResponseFormat::Flac, 24000, {silent, silent}).samples.empty());
    }

    // The codec libraries must have no state of their own between utterances.
    void utterances_onSeveralThreadsDoNotMeet()
    {
        const Engine segment = engine(Encoding::PcmS16, 22050, 1, 22050);
        std::vector<Samples> alone;
        for (const ResponseFormat format : test::allFormats)
            alone.push_back(spoken(format, 24000, {segment}).samples);

        std::atomic<int> same{0};
        std::vector<std::jthread> threads;
        for (std::size_t index = 0; index < 2 * alone.size(); ++index)
            threads.emplace_back([&, index] {
                const std::size_t which = index % alone.size();
                if (spoken(test::allFormats[which], 24000, {segment}).samples == alone[which]) ++same;
            });
        threads.clear();
        CPPUNIT_ASSERT_EQUAL(static_cast<int>(2 * alone.size()), same.load());
    }

    void calls_outOfOrderAreErrors()
    {
        test::StreamSink sink;
        UtteranceEncoder utterance(ResponseFormat::Pcm, 24000, sink);
        CPPUNIT_ASSERT_THROW(utterance.write(Bytes(2)), std::logic_error);
        CPPUNIT_ASSERT_THROW(utterance.endSegment(), std::logic_error);
        utterance.beginSegment({Encoding::PcmS16, 24000, 1});
        CPPUNIT_ASSERT_THROW(utterance.finish(), std::logic_error);
        utterance.endSegment();
        utterance.finish();
        CPPUNIT_ASSERT_THROW(utterance.finish(), std::logic_error);
        CPPUNIT_ASSERT_THROW(utterance.beginSegment({Encoding::PcmS16, 24000, 1}), std::logic_error);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestUtteranceEncoder);

}  // namespace
