#include "audio/encoder.hpp"
#include "audio/memory_sink.hpp"
#include "unit/speak/utterance_fixture.hpp"

#include <algorithm>

namespace {

using namespace scaispeak;
using namespace scaispeak::tests;
using core::Encoding;

constexpr std::size_t samples = 24'000;

class TestPassingMp3 : public UtteranceFixture
{
    CPPUNIT_TEST_SUITE(TestPassingMp3);
    CPPUNIT_TEST(mp3_isOfferedForATextOfOneSegmentAlone);
    CPPUNIT_TEST(mp3_isNotOfferedWhereTheStartIsTrimmed);
    CPPUNIT_TEST(stream_passesAsItCame);
    CPPUNIT_TEST(stream_passesLongerThanABufferOfOurOwn);
    CPPUNIT_TEST(streamThatIsCut_isNotWhole);
    CPPUNIT_TEST(slotThatOnlyBegan_isFollowedByTheNext);
    CPPUNIT_TEST_SUITE_END();

    static UtteranceOrder mp3Order(std::string text = "Good morning.")
    {
        UtteranceOrder wanted = order(std::move(text));
        wanted.format = core::ResponseFormat::Mp3;
        return wanted;
    }

    static std::string mp3(std::size_t count = samples)
    {
        audio::MemorySink sink(100'000'000);
        const auto encoder = audio::makeEncoder(core::ResponseFormat::Mp3, 24'000, sink);
        encoder->encode(std::vector<std::int16_t>(count, 100));
        encoder->finish();
        return sink.takeBody();
    }

    static ScriptedBackend::Script passes(std::string body)
    {
        return [body = std::move(body)](const core::SynthesisRequest&, core::AudioSink& sink,
                                        const core::Cancellation&) {
            sink.begin({Encoding::Mp3, 24'000, 1});
            sink.write(std::as_bytes(std::span(body)));
            return outcome(core::SynthesisStatus::Ok);
        };
    }

    std::vector<Encoding> offered(UtteranceOrder wanted)
    {
        renew();
        _slots.clear();
        std::vector<Encoding> accept;
        addSlot("A", {[&accept](const core::SynthesisRequest& request, core::AudioSink&,
                                const core::Cancellation&) {
                    accept = request.accept;
                    return outcome(core::SynthesisStatus::Ok);
                }});
        collect(std::move(wanted));
        renew();
        return accept;
    }

    void mp3_isOfferedForATextOfOneSegmentAlone()
    {
        const std::vector<Encoding> pcm{Encoding::PcmS16, Encoding::PcmF32};
        const std::vector<Encoding> all{Encoding::PcmS16, Encoding::PcmF32, Encoding::Mp3};
        CPPUNIT_ASSERT(offered(mp3Order()) == all);
        CPPUNIT_ASSERT(offered(mp3Order("Good morning to you. This is another sentence, a longer one.")) ==
                       pcm);
        for (const auto format : {core::ResponseFormat::Pcm, core::ResponseFormat::Wav,
                                  core::ResponseFormat::Opus, core::ResponseFormat::Flac}) {
            UtteranceOrder other = mp3Order();
            other.format = format;
            CPPUNIT_ASSERT(offered(other) == pcm);
        }
    }

    void mp3_isNotOfferedWhereTheStartIsTrimmed()
    {
        UtteranceOrder trimmed = mp3Order();
        trimmed.warmupTrimMs = 100;
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, offered(trimmed).size());
        UtteranceOrder byDefault = mp3Order();
        byDefault.voice.defaults.warmupTrimMs = 100;
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, offered(byDefault).size());
    }

    void stream_passesAsItCame()
    {
        addSlot("A", {passes(mp3())});
        auto spoken = collect(mp3Order());
        CPPUNIT_ASSERT(!spoken.listener->failure);
        CPPUNIT_ASSERT(spoken.body() == mp3());
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{samples}, spoken.listener->summary.samples);
    }

    /// 61 s and more than our own 64 kbit/s would be: nobody reads, and nobody has to wait.
    void stream_passesLongerThanABufferOfOurOwn()
    {
        const std::string body = mp3(70 * 24'000);
        addSlot("A", {passes(body)});
        auto listener = std::make_shared<Waiting>();
        auto stream = service().openStream(mp3Order(), listener);
        stream.utterance->start();
        listener->wait();
        CPPUNIT_ASSERT(!listener->failure);
        CPPUNIT_ASSERT_EQUAL(body.size(), stream.audio->bytesWritten());
        audio::Crc32 crc;
        crc.add(std::as_bytes(std::span(body)));
        CPPUNIT_ASSERT_EQUAL(crc.hex(), stream.audio->crc32());
    }

    void streamThatIsCut_isNotWhole()
    {
        const std::string body = mp3();
        addSlot("A", {passes(body.substr(0, body.size() - 50))});
        const auto spoken = collect(mp3Order());
        CPPUNIT_ASSERT(spoken.listener->failure.has_value());
        CPPUNIT_ASSERT(core::ErrorCode::BackendError == spoken.listener->failure->code());
    }

    void slotThatOnlyBegan_isFollowedByTheNext()
    {
        addSlot("A", {[](const core::SynthesisRequest&, core::AudioSink& sink, const core::Cancellation&) {
                    sink.begin({Encoding::Mp3, 24'000, 1});
                    return outcome(core::SynthesisStatus::Unavailable);
                }});
        addSlot("B", {says(samples, 100)});
        const auto spoken = collect(mp3Order());
        CPPUNIT_ASSERT(!spoken.listener->failure);
        CPPUNIT_ASSERT_EQUAL(std::string("B"), spoken.listener->startedBy);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{samples}, spoken.listener->summary.samples);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPassingMp3);

}  // namespace
