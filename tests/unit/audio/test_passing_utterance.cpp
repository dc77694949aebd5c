#include "audio/audio_fault.hpp"
#include "audio/memory_sink.hpp"
#include "audio/utterance_encoder.hpp"
#include "audio_tools.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

namespace {

using namespace scaispeak::audio;
using scaispeak::core::AudioFormat;
using scaispeak::core::Encoding;
using scaispeak::core::ResponseFormat;

using Bytes = std::vector<std::byte>;

constexpr std::size_t roomForAll = 10'000'000;

/// What an UtteranceEncoder does with an engine that encodes by itself.
class TestPassingUtterance : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPassingUtterance);
    CPPUNIT_TEST(compressedEngines_areAFault);
    CPPUNIT_TEST(mp3_passesAsTheWholeUtterance);
    CPPUNIT_TEST(mp3_thatBringsNothingMakesRoomForAnother);
    CPPUNIT_TEST(mp3_isNoPartOfAnUtterance);
    CPPUNIT_TEST_SUITE_END();

    struct Engine
    {
        AudioFormat format;
        Bytes bytes;
    };

    static Engine pcm()
    {
        return {{Encoding::PcmS16, 24000, 1}, test::bytesOf(test::sine(12000, 24000, 440, 12000))};
    }

    static void speak(UtteranceEncoder& utterance, const Engine& segment)
    {
        utterance.beginSegment(segment.format);
        utterance.write(segment.bytes);
        utterance.endSegment();
    }

    void compressedEngines_areAFault()
    {
        test::StreamSink sink;
        for (const Encoding encoding : {Encoding::OggOpus, Encoding::Flac, Encoding::Aac, Encoding::Mulaw})
            assertRefused(ResponseFormat::Mp3, {encoding, 24000, 1});
        for (const ResponseFormat format : {ResponseFormat::Pcm, ResponseFormat::Opus, ResponseFormat::Wav})
            assertRefused(format, {Encoding::Mp3, 24000, 1});
        assertRefused(ResponseFormat::Mp3, {Encoding::Mp3, 16000, 1});
        assertRefused(ResponseFormat::Mp3, {Encoding::Mp3, 24000, 2});
    }

    static void assertRefused(ResponseFormat format, const AudioFormat& engine)
    {
        test::StreamSink sink;
        UtteranceEncoder utterance(format, 24000, sink);
        CPPUNIT_ASSERT_THROW(utterance.beginSegment(engine), AudioFault);
    }

    /// An MP3 file of 12,000 samples.
    static Bytes mp3()
    {
        MemorySink sink(roomForAll);
        UtteranceEncoder utterance(ResponseFormat::Mp3, 24000, sink);
        speak(utterance, pcm());
        utterance.finish();
        const std::string body = sink.takeBody();
        const auto bytes = std::as_bytes(std::span(body));
        return {bytes.begin(), bytes.end()};
    }

    void mp3_passesAsTheWholeUtterance()
    {
        const Bytes stream = mp3();
        MemorySink sink(roomForAll);
        UtteranceEncoder utterance(ResponseFormat::Mp3, 24000, sink);
        speak(utterance, {{Encoding::Mp3, 24000, 1}, stream});
        utterance.finish();
        CPPUNIT_ASSERT(std::ranges::equal(std::as_bytes(std::span(sink.body())), stream));
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{12000}, utterance.samples());
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{12000}, utterance.engineFrames());
    }

    void mp3_thatBringsNothingMakesRoomForAnother()
    {
        MemorySink sink(roomForAll);
        UtteranceEncoder utterance(ResponseFormat::Mp3, 24000, sink);
        utterance.beginSegment({Encoding::Mp3, 24000, 1});
        speak(utterance, pcm());
        utterance.finish();
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{12000}, utterance.samples());
        CPPUNIT_ASSERT_EQUAL(std::size_t{12000},
                             test::decode(sink.body(), ResponseFormat::Mp3, 24000).samples.size());
    }

    void mp3_isNoPartOfAnUtterance()
    {
        const Engine stream{{Encoding::Mp3, 24000, 1}, mp3()};
        const Engine samples = pcm();
        MemorySink sink(roomForAll);
        UtteranceEncoder after(ResponseFormat::Mp3, 24000, sink);
        speak(after, samples);
        CPPUNIT_ASSERT_THROW(after.beginSegment(stream.format), AudioFault);
        UtteranceEncoder before(ResponseFormat::Mp3, 24000, sink);
        speak(before, stream);
        CPPUNIT_ASSERT_THROW(before.beginSegment(samples.format), std::logic_error);
        CPPUNIT_ASSERT_THROW(before.beginSegment(stream.format), std::logic_error);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPassingUtterance);

}  // namespace
