#include "audio/audio_fault.hpp"
#include "audio/encoder.hpp"
#include "audio/memory_sink.hpp"
#include "audio/mp3_passage.hpp"
#include "audio_tools.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

namespace {

using namespace scaispeak::audio;
using scaispeak::core::ResponseFormat;

constexpr std::size_t frames = 30'000;
constexpr std::size_t roomForAll = 10'000'000;

class TestMp3Passage : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestMp3Passage);
    CPPUNIT_TEST(bytes_passAsTheyCame);
    CPPUNIT_TEST(samples_areWhatADecoderGets);
    CPPUNIT_TEST(samples_ofAStreamOfUnknownLengthLeaveTheDelayOut);
    CPPUNIT_TEST(samples_ofAStreamThatSaysNothingAreThoseOfItsFrames);
    CPPUNIT_TEST(beginning_waitsForItsFirstFrame);
    CPPUNIT_TEST(streamThatIsCut_isAFault);
    CPPUNIT_TEST(garbage_isAFaultAndDoesNotPass);
    CPPUNIT_TEST(otherRate_isAFaultAndDoesNotPass);
    CPPUNIT_TEST(rateThatChanges_isAFault);
    CPPUNIT_TEST(nothing_isAFault);
    CPPUNIT_TEST_SUITE_END();

    /// Of a body that its maker could go back into: its first frame says how long the speech is.
    static std::string file(std::uint32_t rate)
    {
        MemorySink sink(roomForAll);
        encode(rate, sink);
        return sink.takeBody();
    }

    static std::string stream(std::uint32_t rate)
    {
        test::StreamSink sink;
        encode(rate, sink);
        return sink.body;
    }

    static void encode(std::uint32_t rate, ByteSink& sink)
    {
        const auto encoder = makeEncoder(ResponseFormat::Mp3, rate, sink);
        encoder->encode(test::sine(frames, rate, 300, 8'000));
        encoder->finish();
    }

    /// Without the frame that is no audio: at 64 kbit/s all are of one length, but for a byte.
    static std::string withoutFirstFrame(const std::string& body)
    {
        return body.substr(body.find("\xFF\xF3", 2));
    }

    static std::uint64_t pass(const std::string& body, std::uint32_t rate, ByteSink& sink,
                              std::size_t piece = 1'000)
    {
        Mp3Passage passage(rate, sink);
        const auto bytes = std::as_bytes(std::span(body));
        for (std::size_t at = 0; at < bytes.size(); at += piece)
            passage.write(bytes.subspan(at, std::min(piece, bytes.size() - at)));
        passage.finish();
        return passage.samples();
    }

    static std::string assertFault(const std::string& body)
    {
        test::StreamSink sink;
        CPPUNIT_ASSERT_THROW(pass(body, 24'000, sink), AudioFault);
        return sink.body;
    }

    void bytes_passAsTheyCame()
    {
        const std::string body = file(24'000);
        for (const std::size_t piece : {std::size_t{1}, std::size_t{417}, body.size()}) {
            test::StreamSink sink;
            CPPUNIT_ASSERT_EQUAL(std::uint64_t{frames}, pass(body, 24'000, sink, piece));
            CPPUNIT_ASSERT(sink.body == body);
        }
    }

    void samples_areWhatADecoderGets()
    {
        for (const std::uint32_t rate : {8'000U, 16'000U, 22'050U, 24'000U, 44'100U, 48'000U}) {
            test::StreamSink sink;
            CPPUNIT_ASSERT_EQUAL(std::uint64_t{frames}, pass(file(rate), rate, sink));
            CPPUNIT_ASSERT_EQUAL(frames, test::decode(sink.body, ResponseFormat::Mp3, rate).samples.size());
        }
    }

    void samples_ofAStreamOfUnknownLengthLeaveTheDelayOut()
    {
        test::StreamSink sink;
        const std::string body = stream(24'000);
        const std::uint64_t all = test::decode(body, ResponseFormat::Mp3, 24'000).samples.size();
        CPPUNIT_ASSERT_EQUAL(all - 576 - 529, pass(body, 24'000, sink));
    }

    void samples_ofAStreamThatSaysNothingAreThoseOfItsFrames()
    {
        test::StreamSink sink;
        const std::string body = withoutFirstFrame(file(24'000));
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{test::decode(body, ResponseFormat::Mp3, 24'000).samples.size()},
                             pass(body, 24'000, sink));
    }

    void beginning_waitsForItsFirstFrame()
    {
        const std::string body = file(24'000);
        test::StreamSink sink;
        Mp3Passage passage(24'000, sink);
        passage.write(std::as_bytes(std::span(body).first(100)));
        CPPUNIT_ASSERT(sink.body.empty() && !passage.begun());
        passage.write(std::as_bytes(std::span(body).subspan(100, 900)));
        CPPUNIT_ASSERT(sink.body == body.substr(0, 1'000) && passage.begun());
    }

    void streamThatIsCut_isAFault()
    {
        const std::string body = file(24'000);
        // Within a frame, and between two.
        for (const std::size_t missing : {1, 50, 192, 192 * 4})
            assertFault(body.substr(0, body.size() - missing));
        const std::string endless = stream(24'000);
        assertFault(endless.substr(0, endless.size() - 50));
    }

    void garbage_isAFaultAndDoesNotPass()
    {
        CPPUNIT_ASSERT(assertFault(std::string(20'000, '\0')).empty());
        CPPUNIT_ASSERT(assertFault("<html>").empty());
        CPPUNIT_ASSERT(assertFault("\xFF\xF3" + std::string(100'000, 'x')).empty());
        CPPUNIT_ASSERT(assertFault(std::string(100'000, '\xFF')).empty());
        std::string body = stream(24'000);
        body.insert(body.find("\xFF\xF3", 3'000), "garbage");
        CPPUNIT_ASSERT(assertFault(body).size() <= 3'500);
    }

    void otherRate_isAFaultAndDoesNotPass()
    {
        CPPUNIT_ASSERT(assertFault(stream(16'000)).empty());
        CPPUNIT_ASSERT(assertFault(stream(48'000)).empty());
    }

    void rateThatChanges_isAFault()
    {
        const std::string body = stream(24'000);
        const std::string heard = assertFault(body + stream(16'000));
        // What came of the next frame with the last bytes that were right.
        CPPUNIT_ASSERT(heard.size() < body.size() + 1'000);
    }

    void nothing_isAFault()
    {
        assertFault("");
        assertFault("\xFF");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestMp3Passage);

}  // namespace
