#include "node/request_reader.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

namespace {

using namespace scaispeak;
using node::RequestReader;
namespace wire = ::scaiinfer::v1;

/// What a host may ask a node for, and what it may not.
class TestRequestReader : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestRequestReader);
    CPPUNIT_TEST(request_isReadWhole);
    CPPUNIT_TEST(optionsThatAreNotGiven_areTheEngines);
    CPPUNIT_TEST(encodings_areKnownOnesOnceEachAndPcm);
    CPPUNIT_TEST(text_isThereAndNoLongerThanAWorkerTakes);
    CPPUNIT_TEST(text_isNoLongerThanTheEngineTakes);
    CPPUNIT_TEST(otherTexts_areLimitedWithIt);
    CPPUNIT_TEST(voice_isNeeded);
    CPPUNIT_TEST(clip_isWhatItSays);
    CPPUNIT_TEST(clip_isAskedForOnceAndKept);
    CPPUNIT_TEST_SUITE_END();

    node::ClipCache _clips{1'000'000};
    core::SynthesisRequest _read;
    std::string _fault;

    static wire::SynthesizeRequest good()
    {
        wire::SynthesizeRequest request;
        request.set_text("text");
        request.set_engine_voice("any");
        return request;
    }

    static wire::SynthesizeRequest withClip()
    {
        wire::SynthesizeRequest request;
        request.set_text("text");
        request.mutable_reference()->set_key(std::string(32, 'k'));
        request.mutable_reference()->set_sample_rate(16'000);
        request.mutable_reference()->set_frames(2);
        request.mutable_reference()->set_pcm("abcd");
        return request;
    }

    RequestReader::Answer read(wire::SynthesizeRequest request, std::uint32_t maxChars = 0)
    {
        _read = {};
        RequestReader reader(_clips, maxChars);
        const auto answer = reader.read(std::move(request), _read);
        _fault = reader.fault();
        return answer;
    }

    void assertInvalid(wire::SynthesizeRequest request, const std::string& fault)
    {
        CPPUNIT_ASSERT(read(std::move(request)) == RequestReader::Answer::Invalid);
        CPPUNIT_ASSERT_EQUAL(fault, _fault);
    }

    void request_isReadWhole()
    {
        auto request = good();
        request.set_language("nl");
        request.set_instructions("softly");
        request.set_speed(1.5);
        request.set_preferred_sample_rate(24'000);
        CPPUNIT_ASSERT(read(request) == RequestReader::Answer::Good);
        CPPUNIT_ASSERT_EQUAL(std::string("text"), _read.text);
        CPPUNIT_ASSERT_EQUAL(std::string("any"), _read.engineVoice);
        CPPUNIT_ASSERT_EQUAL(std::string("nl"), _read.language);
        CPPUNIT_ASSERT(_read.instructions == "softly");
        CPPUNIT_ASSERT(_read.speed == 1.5);
        CPPUNIT_ASSERT_EQUAL(24'000U, _read.preferredSampleRate);
    }

    void optionsThatAreNotGiven_areTheEngines()
    {
        CPPUNIT_ASSERT(read(good()) == RequestReader::Answer::Good);
        CPPUNIT_ASSERT(!_read.instructions && !_read.speed && !_read.cfgValue && !_read.warmupTrimMs &&
                       !_read.normalizeText);
    }

    void encodings_areKnownOnesOnceEachAndPcm()
    {
        auto request = good();
        for (const int encoding : {5, 99, 5, 2})
            request.add_accept(static_cast<wire::Encoding>(encoding));
        CPPUNIT_ASSERT(read(request) == RequestReader::Answer::Good);
        const std::vector expected{core::Encoding::Flac, core::Encoding::PcmF32, core::Encoding::PcmS16};
        CPPUNIT_ASSERT(_read.accept == expected);
    }

    void text_isThereAndNoLongerThanAWorkerTakes()
    {
        auto request = good();
        request.clear_text();
        assertInvalid(request, "text is empty");
        request.set_text(std::string(524'288 - 3, 'a'));
        CPPUNIT_ASSERT(read(request) == RequestReader::Answer::Good);
        request.set_text(std::string(10U << 20U, 'a'));
        assertInvalid(request, "the texts have more than 524288 bytes");
    }

    void text_isNoLongerThanTheEngineTakes()
    {
        auto request = good();
        request.set_text("äöüß");
        CPPUNIT_ASSERT(read(request, 4) == RequestReader::Answer::Good);
        CPPUNIT_ASSERT(read(request, 3) == RequestReader::Answer::Invalid);
        CPPUNIT_ASSERT_EQUAL(std::string("text has more than 3 code points"), _fault);
    }

    void otherTexts_areLimitedWithIt()
    {
        const std::string large(300'000, 'a');
        auto instructed = good();
        instructed.set_text(large);
        instructed.set_instructions(large);
        assertInvalid(instructed, "the texts have more than 524288 bytes");
        auto designed = good();
        designed.set_design_prompt(large + large);
        assertInvalid(designed, "the texts have more than 524288 bytes");
        auto cloned = withClip();
        cloned.mutable_reference()->set_transcript(large + large);
        assertInvalid(cloned, "the texts have more than 524288 bytes");
    }

    void voice_isNeeded()
    {
        wire::SynthesizeRequest request;
        request.set_text("text");
        assertInvalid(request, "no voice is given");
    }

    void clip_isWhatItSays()
    {
        auto shortKey = withClip();
        shortKey.mutable_reference()->set_key("k");
        assertInvalid(shortKey, "a reference key has 32 bytes");
        auto longer = withClip();
        longer.mutable_reference()->set_frames(3);
        auto odd = withClip();
        odd.mutable_reference()->set_pcm("abcde");
        auto slow = withClip();
        slow.mutable_reference()->set_sample_rate(7'999);
        for (const auto& request : {longer, odd, slow})
            assertInvalid(request, "the clip's size or rate is not what it says");
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, _clips.bytes());
    }

    void clip_isAskedForOnceAndKept()
    {
        auto named = withClip();
        named.mutable_reference()->clear_pcm();
        CPPUNIT_ASSERT(read(named) == RequestReader::Answer::NeedsReference);
        CPPUNIT_ASSERT(read(withClip()) == RequestReader::Answer::Good);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, _read.reference->frames());
        CPPUNIT_ASSERT(read(named) == RequestReader::Answer::Good);
        std::array<std::byte, 8> bytes{};
        CPPUNIT_ASSERT_EQUAL(std::size_t{4}, _read.reference->read(0, bytes));
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, _clips.counts().hits);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, _clips.counts().misses);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestRequestReader);

}  // namespace
