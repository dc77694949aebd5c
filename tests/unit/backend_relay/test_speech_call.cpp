#include "audio/encoder.hpp"
#include "audio/memory_sink.hpp"
#include "unit/backend_relay/spoken_call.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;
using tests::AnsweringRelay;
using tests::SpokenCall;

class TestSpeechCall : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestSpeechCall);
    CPPUNIT_TEST(pcm_isPushedAsItCame);
    CPPUNIT_TEST(pcm_inTheRateThatTheRelaySays);
    CPPUNIT_TEST(mp3_passesWhereItIsWantedAndAskedFor);
    CPPUNIT_TEST(mp3_thatIsCutIsCorruptAlsoWhereItPasses);
    CPPUNIT_TEST(emptyAnswer_isRightForTextWithoutSound);
    CPPUNIT_TEST(unfitAnswers_areCorrupt);
    CPPUNIT_TEST(statusThatIsNone_isCorrupt);
    CPPUNIT_TEST(halfBodies_areCorrupt);
    CPPUNIT_TEST(successWithoutSpeech_isAFailure);
    CPPUNIT_TEST(redirect_isNotFollowed);
    CPPUNIT_TEST(noHttp_isUnreachable);
    CPPUNIT_TEST(errorText_isNeverRepeated);
    CPPUNIT_TEST(retryAfter_inSecondsAndAsADate);
    CPPUNIT_TEST_SUITE_END();

    AnsweringRelay _relay;

    std::unique_ptr<SpokenCall> spoken(const std::string& head, const std::string& body,
                                       std::string_view text = "Good day.")
    {
        _relay.answer("HTTP/1.1 " + head + "\r\n\r\n" + body);
        return std::make_unique<SpokenCall>(_relay, text, relay::Format::Pcm);
    }

    void assertReason(const std::string& reason, const std::string& head, const std::string& body)
    {
        const auto call = spoken(head, body);
        CPPUNIT_ASSERT_MESSAGE(head, call->error.has_value());
        CPPUNIT_ASSERT_EQUAL_MESSAGE(head, reason, call->error->reason());
    }

    void pcm_isPushedAsItCame()
    {
        const auto call = spoken("200 OK\r\nContent-Type: audio/pcm\r\nContent-Length: 6", "abcdef");
        CPPUNIT_ASSERT(call->status == Status::Ok);
        CPPUNIT_ASSERT_EQUAL(std::string("abcdef"),
                             std::string(call->taken.bytes.begin(), call->taken.bytes.end()));
        CPPUNIT_ASSERT(call->taken.sampleRate == 24'000 && call->taken.channels == 1);
    }

    void pcm_inTheRateThatTheRelaySays()
    {
        const auto call = spoken("200 OK\r\nContent-Type: audio/pcm;rate=16000;channels=2", "abcd");
        CPPUNIT_ASSERT(call->taken.sampleRate == 16'000 && call->taken.channels == 2);
    }

    static std::string mp3()
    {
        audio::MemorySink sink(1'000'000);
        const auto encoder = audio::makeEncoder(core::ResponseFormat::Mp3, 24'000, sink);
        encoder->encode(std::vector<std::int16_t>(12'000, 100));
        encoder->finish();
        return sink.takeBody();
    }

    std::unique_ptr<SpokenCall> asMp3(const std::string& body, relay::Format asked, std::uint32_t wantedRate)
    {
        _relay.answer("HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n" + body);
        return std::make_unique<SpokenCall>(_relay, "Good day.", asked, wantedRate);
    }

    void mp3_passesWhereItIsWantedAndAskedFor()
    {
        const std::string body = mp3();
        const auto call = asMp3(body, relay::Format::Mp3, 24'000);
        CPPUNIT_ASSERT(call->status == Status::Ok);
        CPPUNIT_ASSERT_EQUAL(SCS_ENCODING_MP3, call->taken.encoding);
        CPPUNIT_ASSERT(call->taken.sampleRate == 24'000 && call->taken.channels == 1);
        CPPUNIT_ASSERT(std::string(call->taken.bytes.begin(), call->taken.bytes.end()) == body);
        // Not accepted, of another rate, and no answer to what was asked.
        assertDecoded(*asMp3(body, relay::Format::Mp3, 0));
        assertDecoded(*asMp3(body, relay::Format::Mp3, 48'000));
        assertDecoded(*asMp3(body, relay::Format::Pcm, 24'000));
    }

    static void assertDecoded(const SpokenCall& call)
    {
        CPPUNIT_ASSERT(call.status == Status::Ok);
        CPPUNIT_ASSERT_EQUAL(SCS_ENCODING_PCM_S16, call.taken.encoding);
        CPPUNIT_ASSERT_EQUAL(std::size_t{2 * 12'000}, call.taken.bytes.size());
    }

    void mp3_thatIsCutIsCorruptAlsoWhereItPasses()
    {
        const std::string body = mp3();
        for (const std::size_t missing : {1, 50, 192, 192 * 4}) {
            const auto call = asMp3(body.substr(0, body.size() - missing), relay::Format::Mp3, 24'000);
            CPPUNIT_ASSERT(call->status == Status::Corrupt);
            CPPUNIT_ASSERT_EQUAL(std::string("backend-relay.unfit_answer"),
                                 std::string(call->error->reason()));
        }
    }

    void emptyAnswer_isRightForTextWithoutSound()
    {
        const std::string nothing = "200 OK\r\nContent-Type: audio/pcm\r\nContent-Length: 0";
        CPPUNIT_ASSERT(spoken(nothing, "", " ... ")->status == Status::Ok);
        assertReason("backend-relay.unfit_answer", nothing, "");
    }

    void unfitAnswers_areCorrupt()
    {
        for (const char* type : {"text/html", "audio/wav", "audio/mpeg", "audio/pcm;rate=1"})
            assertReason("backend-relay.unfit_answer", std::string("200 OK\r\nContent-Type: ") + type,
                         "abcd");
        assertReason("backend-relay.unfit_answer", "200 OK\r\nContent-Type: audio/pcm", "abc");
        // 30 s, and 2 s for each of the 9 bytes of the text.
        assertReason("backend-relay.unfit_answer", "200 OK\r\nContent-Type: audio/pcm",
                     std::string(48 * 48'000 + 2, '\0'));
        CPPUNIT_ASSERT(spoken("200 OK\r\nContent-Type: audio/pcm", "abc")->error->status() ==
                       Status::Corrupt);
    }

    void statusThatIsNone_isCorrupt()
    {
        _relay.answer("HTTP/200 OK\r\n\r\nabcd");
        const SpokenCall call(_relay, "Good day.", relay::Format::Pcm);
        CPPUNIT_ASSERT_EQUAL(std::string("backend-relay.unfit_answer"), call.error->reason());
    }

    void halfBodies_areCorrupt()
    {
        const std::string type = "200 OK\r\nContent-Type: audio/pcm\r\n";
        assertReason("backend-relay.cut_off", type + "Content-Length: 100", "abcd");
        assertReason("backend-relay.cut_off", type + "Transfer-Encoding: chunked", "4\r\nabcd\r\n");
        assertReason("backend-relay.cut_off", type + "Transfer-Encoding: chunked", "x\r\nabcd\r\n0\r\n\r\n");
    }

    void successWithoutSpeech_isAFailure()
    {
        assertReason("backend-relay.no_speech", "204 No Content", "");
        const auto call =
            spoken("206 Partial Content\r\nContent-Type: audio/pcm\r\nContent-Length: 4", "abcd");
        CPPUNIT_ASSERT_EQUAL(std::string("backend-relay.no_speech"), call->error->reason());
        CPPUNIT_ASSERT_EQUAL_MESSAGE("half of it is not spoken", 0, call->taken.begins);
    }

    void redirect_isNotFollowed()
    {
        const int before = _relay.asked();
        assertReason("backend-relay.redirected",
                     "307 Elsewhere\r\nContent-Length: 0\r\nLocation: /v1/audio/speech", "");
        CPPUNIT_ASSERT_EQUAL(before + 1, _relay.asked());
    }

    void noHttp_isUnreachable()
    {
        for (const char* bytes : {"", "SSH-2.0-relay\r\n", "HTTP/0.9\r\n"}) {
            _relay.answer(bytes);
            const SpokenCall call(_relay, "Good day.", relay::Format::Pcm);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(bytes, std::string("relay_unreachable"), call.error->reason());
        }
    }

    void errorText_isNeverRepeated()
    {
        for (const char* status : {"400 Bad", "401 No", "404 No", "429 Slow", "500 Oh"}) {
            const auto call = spoken(std::string(status) + "\r\nContent-Type: application/json",
                                     R"({"error": {"message": "cannot say 'Good day.' with relay-key"}})");
            const std::string told = call->error->publicMessage() + call->error->internalMessage();
            CPPUNIT_ASSERT_MESSAGE(told, told.find("Good day.") == std::string::npos &&
                                             told.find("relay-key") == std::string::npos);
            CPPUNIT_ASSERT(call->taken.begins == 0);
        }
    }

    void retryAfter_inSecondsAndAsADate()
    {
        using std::chrono::seconds;
        CPPUNIT_ASSERT(spoken("429 Slow\r\nRetry-After: 7", "")->error->retryAfter() == seconds(7));
        CPPUNIT_ASSERT(spoken("429 Slow\r\nRetry-After: soon", "")->error->retryAfter() == seconds(0));
        CPPUNIT_ASSERT(
            spoken("429 Slow\r\nRetry-After: Wed, 21 Oct 2099 07:28:00 GMT", "")->error->retryAfter() >
            seconds(1'000));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSpeechCall);

}  // namespace
