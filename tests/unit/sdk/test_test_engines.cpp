#include "support/plugin_file.hpp"
#include "support/recording_sink.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <thread>

namespace {

using namespace scaispeak::test;

class TestTestEngines : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestTestEngines);
    CPPUNIT_TEST(tone_isExactlyAsLongAsItsText);
    CPPUNIT_TEST(tone_isDeterministicAndDiffersByTextAndVoice);
    CPPUNIT_TEST(tone_marksEveryWordBeforeItsAudio);
    CPPUNIT_TEST(tone_f32HasTheSameLengthAndHalfTheScale);
    CPPUNIT_TEST(tone_cancelWakesAPacedCall);
    CPPUNIT_TEST(tone_unknownVoiceIsUnsupported);
    CPPUNIT_TEST(null_givesItsBytesInOneWrite);
    CPPUNIT_TEST(null_ofAFrozenDraftSpeaksAsWell);
    CPPUNIT_TEST_SUITE_END();

    void say(std::string_view config, std::string_view text, Spoken& spoken,
             std::string_view voice = "tone-a")
    {
        const PluginInstance instance(_tone, _host, config);
        speak(*_tone.interface<scs_backend>(SCS_BACKEND_1), instance.get(), _host, voice, text, spoken);
    }

    void tone_isExactlyAsLongAsItsText()
    {
        Spoken spoken;
        say("{}", "h\xC3\xA9llo", spoken);
        CPPUNIT_ASSERT_EQUAL(SCS_OK, spoken.status);
        CPPUNIT_ASSERT_EQUAL(std::size_t{5 * 1200 * 2}, spoken.sink.bytes.size());
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{6000}, spoken.result.frames);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{5}, spoken.result.chars_done);
        Spoken odd;
        say(R"({"sample_rate": 8000, "ms_per_char": 20, "chunk_bytes": 7})", "abc", odd);
        CPPUNIT_ASSERT_EQUAL(std::size_t{3 * 160 * 2}, odd.sink.bytes.size());
        CPPUNIT_ASSERT_EQUAL(138, odd.sink.writes);
    }

    void tone_isDeterministicAndDiffersByTextAndVoice()
    {
        Spoken first, second, otherText, otherVoice;
        say("{}", "one", first);
        say("{}", "one", second);
        say("{}", "two", otherText);
        say("{}", "one", otherVoice, "tone-b");
        CPPUNIT_ASSERT(first.sink.bytes == second.sink.bytes);
        CPPUNIT_ASSERT(first.sink.bytes != otherText.sink.bytes);
        CPPUNIT_ASSERT(first.sink.bytes != otherVoice.sink.bytes);
        const auto samples = first.sink.samples();
        const int peak = *std::max_element(samples.begin(), samples.end());
        CPPUNIT_ASSERT(peak > 16000 && peak <= 16384);
    }

    void tone_marksEveryWordBeforeItsAudio()
    {
        Spoken spoken;
        say("{}", "\xC3\xA9t\xC3\xA9 in  Rome", spoken);
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, spoken.sink.events.size());
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{10}, spoken.sink.events[2].offset);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{4}, spoken.sink.events[2].length);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{8 * 1200}, spoken.sink.events[2].frame);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, spoken.sink.events[2].bytesBefore);
    }

    void tone_f32HasTheSameLengthAndHalfTheScale()
    {
        Spoken spoken;
        say(R"({"encoding": "f32"})", "one", spoken);
        CPPUNIT_ASSERT_EQUAL(std::int32_t{SCS_ENCODING_PCM_F32}, spoken.sink.encoding);
        CPPUNIT_ASSERT_EQUAL(std::size_t{3 * 1200 * 4}, spoken.sink.bytes.size());
        std::vector<float> samples(3 * 1200);
        std::memcpy(samples.data(), spoken.sink.bytes.data(), spoken.sink.bytes.size());
        CPPUNIT_ASSERT_DOUBLES_EQUAL(0.5F, *std::max_element(samples.begin(), samples.end()), 0.01);
    }

    void tone_cancelWakesAPacedCall()
    {
        const PluginInstance instance(_tone, _host, R"({"delay_ms_per_chunk": 60000})");
        const auto* backend = _tone.interface<scs_backend>(SCS_BACKEND_1);
        Spoken spoken;
        std::thread speaker([&] { speak(*backend, instance.get(), _host, "tone-a", "one", spoken); });
        _host.stopCalls(SCS_CANCELLED);
        backend->cancel(instance.get(), raw("req-1"));
        speaker.join();
        CPPUNIT_ASSERT_EQUAL(SCS_CANCELLED, spoken.status);
        CPPUNIT_ASSERT(spoken.sink.bytes.empty());
    }

    void tone_unknownVoiceIsUnsupported()
    {
        Spoken spoken;
        say("{}", "one", spoken, "tone-z");
        CPPUNIT_ASSERT_EQUAL(SCS_UNSUPPORTED, spoken.status);
        CPPUNIT_ASSERT_EQUAL(std::string("engine-tone.unknown_voice"), spoken.error.reason);
    }

    void checkNull(const PluginFile& file)
    {
        const PluginInstance instance(file, _host);
        Spoken spoken;
        speak(*file.interface<scs_backend>(SCS_BACKEND_1), instance.get(), _host, "null", "one", spoken);
        CPPUNIT_ASSERT_EQUAL(SCS_OK, spoken.status);
        CPPUNIT_ASSERT_EQUAL(std::size_t{20480}, spoken.sink.bytes.size());
        CPPUNIT_ASSERT_EQUAL(1, spoken.sink.writes);
    }

    void null_givesItsBytesInOneWrite() { checkNull(PluginFile(TEST_PLUGINS "/engine-null.so")); }

    void null_ofAFrozenDraftSpeaksAsWell()
    {
        const PluginFile file(TEST_PLUGINS "/engine-null-draft-" DRAFT ".so");
        CPPUNIT_ASSERT_EQUAL(std::string("engine-null-draft-" DRAFT), text(file.descriptor().id));
        checkNull(file);
    }

    PluginFile _tone{TEST_PLUGINS "/engine-tone.so"};
    FakePluginHost _host;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestTestEngines);

}  // namespace
