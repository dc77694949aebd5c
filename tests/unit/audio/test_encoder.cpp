#include "audio/encoder.hpp"
#include "audio/memory_sink.hpp"
#include "audio/response_format.hpp"
#include "audio_tools.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <cmath>

namespace {

using namespace scaispeak::audio;
using scaispeak::core::ResponseFormat;

using Samples = std::vector<std::int16_t>;

constexpr std::size_t roomForAll = 10'000'000;

/// What holds for every encoder.
class TestEncoder : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestEncoder);
    CPPUNIT_TEST(length_decodesToWhatWasPutIn);
    CPPUNIT_TEST(length_ofStreamsDecodesToWhatWasPutIn);
    CPPUNIT_TEST(samples_ofLosslessFormatsAreBitExact);
    CPPUNIT_TEST(level_isKept);
    CPPUNIT_TEST(body_ofNothingIsStillWhole);
    CPPUNIT_TEST(nothing_leavesBeforeTheFirstSample);
    CPPUNIT_TEST(sink_thatThrowsStopsTheEncoder);
    CPPUNIT_TEST(encoder_letGoWritesNothingMore);
    CPPUNIT_TEST(rates_notOfTheContractAreRefused);
    CPPUNIT_TEST_SUITE_END();

    static void encode(ResponseFormat format, std::uint32_t rate, const Samples& samples, ByteSink& sink)
    {
        const auto encoder = makeEncoder(format, rate, sink);
        constexpr std::size_t block = 777;
        for (std::size_t at = 0; at < samples.size(); at += block)
            encoder->encode(std::span(samples).subspan(at, std::min(block, samples.size() - at)));
        encoder->finish();
    }

    static test::Decoded decodedWhole(ResponseFormat format, std::uint32_t rate, const Samples& samples)
    {
        MemorySink sink(roomForAll);
        encode(format, rate, samples, sink);
        return test::decode(sink.body(), format, rate);
    }

    static test::Decoded decodedStream(ResponseFormat format, std::uint32_t rate, const Samples& samples)
    {
        test::StreamSink sink;
        encode(format, rate, samples, sink);
        return test::decode(sink.body, format, rate);
    }

    // Opus decodes at one of its own rates, so that the length is that of the same time.
    static void assertLength(const std::string& what, std::size_t samples, std::uint32_t rate,
                             const test::Decoded& decoded)
    {
        const double wanted = static_cast<double>(samples) * decoded.sampleRate / rate;
        const double difference = std::abs(wanted - static_cast<double>(decoded.samples.size()));
        CPPUNIT_ASSERT_MESSAGE(what + ", " + std::to_string(samples) + " samples became " +
                                   std::to_string(decoded.samples.size()) + " at " +
                                   std::to_string(decoded.sampleRate),
                               decoded.sampleRate == rate ? difference == 0 : difference < 1);
    }

    void length_decodesToWhatWasPutIn()
    {
        for (const ResponseFormat format : test::allFormats)
            for (const std::uint32_t rate : supportedSampleRates())
                for (const std::size_t samples : {1U, 160U, 575U, 576U, 1152U, 4801U, 24001U})
                    assertLength(test::name(format, rate), samples, rate,
                                 decodedWhole(format, rate, test::sine(samples, rate, 440, 8000)));
    }

    void length_ofStreamsDecodesToWhatWasPutIn()
    {
        for (const ResponseFormat format : test::allFormats) {
            if (format == ResponseFormat::Mp3) continue;  // See mp3_infoFrameOfAStreamDeclaresTheDelay.
            for (const std::uint32_t rate : supportedSampleRates())
                assertLength(test::name(format, rate), 24001, rate,
                             decodedStream(format, rate, test::sine(24001, rate, 440, 8000)));
        }
    }

    void samples_ofLosslessFormatsAreBitExact()
    {
        Samples samples = test::sine(5000, 24000, 440, 32767);
        samples.insert(samples.end(), {32767, -32768, 0, -1, 1, 32767, -32768});
        for (const ResponseFormat format : {ResponseFormat::Pcm, ResponseFormat::Wav, ResponseFormat::Flac}) {
            CPPUNIT_ASSERT(decodedWhole(format, 24000, samples).samples == samples);
            CPPUNIT_ASSERT(decodedStream(format, 24000, samples).samples == samples);
        }
    }

    void level_isKept()
    {
        for (const ResponseFormat format : test::allFormats)
            for (const std::uint32_t rate : supportedSampleRates()) {
                const bool lossy = format == ResponseFormat::Mp3 || format == ResponseFormat::Opus;
                const Samples samples = test::sine(2 * rate, rate, 440, 12000);
                CPPUNIT_ASSERT_DOUBLES_EQUAL_MESSAGE(test::name(format, rate), test::level(samples),
                                                     test::level(decodedWhole(format, rate, samples).samples),
                                                     lossy ? 1.0 : 0.1);
            }
    }

    void body_ofNothingIsStillWhole()
    {
        for (const ResponseFormat format : {ResponseFormat::Wav, ResponseFormat::Flac}) {
            CPPUNIT_ASSERT(decodedWhole(format, 24000, {}).samples.empty());
        }
        for (const ResponseFormat format :
             {ResponseFormat::Pcm, ResponseFormat::Mulaw, ResponseFormat::Alaw}) {
            MemorySink sink(roomForAll);
            encode(format, 24000, {}, sink);
            CPPUNIT_ASSERT(sink.body().empty());
        }
        for (const ResponseFormat format : {ResponseFormat::Mp3, ResponseFormat::Opus}) {
            MemorySink sink(roomForAll);
            encode(format, 24000, {}, sink);
            CPPUNIT_ASSERT(!sink.body().empty());
        }
    }

    void nothing_leavesBeforeTheFirstSample()
    {
        for (const ResponseFormat format : test::allFormats) {
            test::StreamSink sink;
            const auto encoder = makeEncoder(format, 24000, sink);
            encoder->encode({});
            CPPUNIT_ASSERT_EQUAL_MESSAGE(test::name(format, 24000), std::size_t{0}, sink.writes);
        }
    }

    struct Stop
    {};

    class StoppingSink final : public ByteSink
    {
    public:
        void write(std::span<const std::byte>) override
        {
            ++writes;
            throw Stop();
        }
        int writes = 0;
    };

    void sink_thatThrowsStopsTheEncoder()
    {
        for (const ResponseFormat format : test::allFormats) {
            StoppingSink sink;
            {
                const auto encoder = makeEncoder(format, 24000, sink);
                CPPUNIT_ASSERT_THROW(encoder->encode(test::sine(24000, 24000, 440, 8000)), Stop);
            }
            CPPUNIT_ASSERT_EQUAL_MESSAGE(test::name(format, 24000), 1, sink.writes);
        }
    }

    void encoder_letGoWritesNothingMore()
    {
        for (const ResponseFormat format : test::allFormats) {
            test::StreamSink sink;
            auto encoder = makeEncoder(format, 24000, sink);
            encoder->encode(test::sine(24000, 24000, 440, 8000));
            const std::size_t written = sink.body.size();
            encoder.reset();
            CPPUNIT_ASSERT_EQUAL_MESSAGE(test::name(format, 24000), written, sink.body.size());
        }
    }

    void rates_notOfTheContractAreRefused()
    {
        test::StreamSink sink;
        for (const ResponseFormat format : test::allFormats)
            for (const std::uint32_t rate : {0U, 11025U, 32000U, 96000U})
                CPPUNIT_ASSERT_THROW(makeEncoder(format, rate, sink), std::invalid_argument);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestEncoder);

}  // namespace
