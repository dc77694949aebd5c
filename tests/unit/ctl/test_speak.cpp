#include "ctl_run.hpp"
#include "scripted_server.hpp"
#include "temporary_folder.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <unistd.h>

#include <csignal>

namespace {

using namespace scaispeak::ctl::test;

const std::string speakPath = "POST /v1/modules/scaispeak/speak";
const std::string voicesPath = "GET /v1/modules/scaispeak/voices";
const std::string audio = "twelve bytes";

class TestSpeak : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestSpeak);
    CPPUNIT_TEST(whole_isSavedUnderItsName);
    CPPUNIT_TEST(whole_asksForAudioOfTheFormat);
    CPPUNIT_TEST(whole_asJson);
    CPPUNIT_TEST(whole_toStandardOutput);
    CPPUNIT_TEST(text_thatBeginsWithADash);
    CPPUNIT_TEST(text_thatIsTheNameOfACommand);
    CPPUNIT_TEST(text_fromStandardInput);
    CPPUNIT_TEST(text_fromAFile);
    CPPUNIT_TEST(voice_isChosenWhenNoneIsNamed);
    CPPUNIT_TEST(voice_noneReady);
    CPPUNIT_TEST(trailers_missing);
    CPPUNIT_TEST(trailers_oneMissing);
    CPPUNIT_TEST(trailers_wrongChecksum);
    CPPUNIT_TEST(pcm_sampleCountMustFitTheBytes);
    CPPUNIT_TEST(cut_afterSomeAudio);
    CPPUNIT_TEST(cut_beforeAnyAudio);
    CPPUNIT_TEST(cut_isNotTriedAgain);
    CPPUNIT_TEST(refused_401);
    CPPUNIT_TEST(refused_422WithDetails);
    CPPUNIT_TEST(refused_503WithRetryAfter);
    CPPUNIT_TEST(refused_asJson);
    CPPUNIT_TEST(refused_leavesAnExistingFileAsItWas);
    CPPUNIT_TEST(answer_thatIsNotScaiSpeaks);
    CPPUNIT_TEST(answer_thatIsNotAudio);
    CPPUNIT_TEST(folder_missing);
    CPPUNIT_TEST(interrupted_takesThePartialFileAway);
    CPPUNIT_TEST(nobodyListens);
    CPPUNIT_TEST_SUITE_END();

public:
    void whole_isSavedUnderItsName()
    {
        speakAnswer(streamedAnswer({"twelve ", "bytes"}, rightTrailers(audio, 76800)));
        const CtlRun run = speak({"Hello.", "-o", _folder.file("a.mp3")});
        CPPUNIT_ASSERT_EQUAL(std::string(), run.err);
        CPPUNIT_ASSERT_EQUAL(0, run.status);
        CPPUNIT_ASSERT_EQUAL("saved " + _folder.file("a.mp3") + " (3.2 s, 12 B, backend A)\n", run.out);
        CPPUNIT_ASSERT_EQUAL(audio, _folder.read("a.mp3"));
        CPPUNIT_ASSERT(!_folder.has("a.mp3.part"));
    }

    void whole_asksForAudioOfTheFormat()
    {
        speakAnswer(streamedAnswer({audio}, rightTrailers(audio, 6)));
        const CtlRun run = speak({"Hello.", "-o", _folder.file("a.raw"), "--sample-rate", "16000", "--speed",
                                  "1.5", "--language", "EN"});
        CPPUNIT_ASSERT_EQUAL(std::string(), run.err);
        const SeenRequest request = _server.last();
        CPPUNIT_ASSERT(request.has("\r\nAccept: audio/pcm\r\n"));
        CPPUNIT_ASSERT(request.has("\r\nContent-Type: application/json"));
        CPPUNIT_ASSERT(request.has("\r\nAuthorization: Bearer sgk_test\r\n"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"voice_id":"voc_a","text":"Hello.","response_format":"pcm",)"
                                         R"("sample_rate":16000,"language_hint":"en","speed":1.5E0})"),
                             request.body);
    }

    void whole_asJson()
    {
        speakAnswer(streamedAnswer({audio}, rightTrailers(audio, 24000)));
        const CtlRun run = speak({"Hello.", "-o", _folder.file("a.mp3"), "--json"});
        CPPUNIT_ASSERT_EQUAL("{\"file\":\"" + _folder.file("a.mp3") +
                                 R"(","voice_id":"voc_a","response_format":"mp3","sample_rate":24000,)"
                                 R"("duration_ms":1000,"samples":24000,"audio_bytes":12,"crc32":")" +
                                 crcOf(audio) + R"(","backend_used":"A","request_id":"req_stream"})" + "\n",
                             run.out);
    }

    void whole_toStandardOutput()
    {
        speakAnswer(streamedAnswer({audio}, rightTrailers(audio, 24000)));
        const int out = ::open(_folder.file("out").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        const CtlRun run = speak({"Hello.", "-o", "-"}, {environment(), "", out});
        ::close(out);
        CPPUNIT_ASSERT_EQUAL(0, run.status);
        CPPUNIT_ASSERT_EQUAL(std::string(), run.out);
        CPPUNIT_ASSERT_EQUAL(std::string("sent (1.0 s, 12 B, backend A)\n"), run.err);
        CPPUNIT_ASSERT_EQUAL(audio, _folder.read("out"));
    }

    void text_thatBeginsWithADash() { spokenText({"--", "-5 degrees"}, "", "-5 degrees"); }
    void text_thatIsTheNameOfACommand() { spokenText({"voices"}, "", "voices"); }
    void text_fromStandardInput() { spokenText({"-"}, "one\r\ntwo\n", "one\\ntwo\\n"); }
    void text_fromAFile()
    {
        spokenText({"-f", _folder.write("t.txt", "\xEF\xBB\xBFGr\xC3\xBC\xC3\x9F dich.")}, "",
                   "Gr\xC3\xBC\xC3\x9F dich.");
    }

    void voice_isChosenWhenNoneIsNamed()
    {
        _server.on(voicesPath, jsonAnswer(200, R"({"status":"ok","data":{"items":[
            {"voice_id":"voc_gb","language_primary":"en-gb","embedding_status":"ready"},
            {"voice_id":"voc_us","language_primary":"en-us","embedding_status":"ready"}]},"meta":{}})"));
        speakAnswer(streamedAnswer({audio}, rightTrailers(audio, 1)));
        const CtlRun run = run_({"speak", "Hello.", "-o", _folder.file("a.mp3")});
        CPPUNIT_ASSERT_EQUAL(std::string(), run.err);
        CPPUNIT_ASSERT(
            _server.requests().front().has("/voices?language=en&embedding_status=ready&limit=200 "));
        CPPUNIT_ASSERT(_server.last().body.starts_with(R"({"voice_id":"voc_us",)"));
        CPPUNIT_ASSERT(_server.last().body.find("language_hint") == std::string::npos);
    }

    void voice_noneReady()
    {
        _server.on(voicesPath, jsonAnswer(200, R"({"status":"ok","data":{"items":[]},"meta":{}})"));
        const CtlRun run = run_({"speak", "Hello.", "-o", _folder.file("a.mp3"), "--language", "xx"});
        CPPUNIT_ASSERT_EQUAL(1, run.status);
        CPPUNIT_ASSERT(run.says("no voice is ready for the language 'xx'"));
        CPPUNIT_ASSERT(_folder.empty());
    }

    void trailers_missing()
    {
        broken(streamedAnswer({audio}, ""), "the trailer x-scaispeak-samples is missing");
    }
    void trailers_oneMissing()
    {
        broken(streamedAnswer({audio}, "X-Scaispeak-Samples: 10\r\n"),
               "the trailer x-scaispeak-crc32 is missing");
    }
    void trailers_wrongChecksum()
    {
        broken(streamedAnswer({audio}, rightTrailers("other bytes!", 10)), "checksum is " + crcOf(audio));
    }
    void cut_afterSomeAudio() { broken(cutAnswer({audio}), "the audio was cut before its end"); }
    void cut_beforeAnyAudio() { broken(cutAnswer({}), "the audio was cut before its end"); }

    void pcm_sampleCountMustFitTheBytes()
    {
        speakAnswer(streamedAnswer({audio}, rightTrailers(audio, 7)));
        const CtlRun run = speak({"Hello.", "-o", _folder.file("a.pcm")});
        CPPUNIT_ASSERT_EQUAL(4, run.status);
        CPPUNIT_ASSERT(_folder.empty());
    }

    void cut_isNotTriedAgain()
    {
        speakAnswer(cutAnswer({audio}));
        speak({"Hello.", "-o", _folder.file("a.mp3")});
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, _server.requests().size());
    }

    void refused_401()
    {
        speakAnswer(jsonAnswer(401, R"({"status":"error","error":{"code":"AUTH_TOKEN_INVALID",)"
                                    R"("message":"make a new key"},"meta":{"request_id":"req_1"}})"));
        const CtlRun run = speak({"Hello.", "-o", _folder.file("a.mp3")});
        CPPUNIT_ASSERT_EQUAL(1, run.status);
        CPPUNIT_ASSERT_EQUAL(std::string("error: AUTH_TOKEN_INVALID: make a new key (request req_1)\n"),
                             run.err);
        CPPUNIT_ASSERT_EQUAL(std::string(), run.out);
        CPPUNIT_ASSERT(_folder.empty());
    }

    void refused_422WithDetails()
    {
        speakAnswer(jsonAnswer(
            422, R"({"status":"error","error":{"code":"VALIDATION_ERROR","message":"fields are wrong",
            "details":[{"field":"text","message":"is \u001b[2Jtoo long"},{"field":"A","code":"saturated","message":"full"}]},
            "meta":{"request_id":"req_2"}})"));
        const CtlRun run = speak({"Hello.", "-o", _folder.file("a.mp3")});
        CPPUNIT_ASSERT_EQUAL(1, run.status);
        CPPUNIT_ASSERT_EQUAL(std::string("error: VALIDATION_ERROR: fields are wrong (request req_2)\n"
                                         "  text: is ?[2Jtoo long\n"
                                         "  A: saturated: full\n"),
                             run.err);
    }

    void refused_503WithRetryAfter()
    {
        speakAnswer(jsonAnswer(503,
                               R"({"status":"error","error":{"code":"SCAISPEAK_OVERLOADED","message":"busy",)"
                               R"("retry_after":7},"meta":{"request_id":"req_3"}})"));
        const CtlRun run = speak({"Hello.", "-o", _folder.file("a.mp3")});
        CPPUNIT_ASSERT_EQUAL(1, run.status);
        CPPUNIT_ASSERT(run.says("busy; try again in 7 s (request req_3)"));
    }

    void refused_asJson()
    {
        speakAnswer(jsonAnswer(404, R"({"status":"error","error":{"code":"SCAISPEAK_VOICE_NOT_FOUND",)"
                                    R"("message":"list voices"},"meta":{"request_id":"req_4"}})"));
        const CtlRun run = speak({"Hello.", "-o", _folder.file("a.mp3"), "--json"});
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"error":{"code":"SCAISPEAK_VOICE_NOT_FOUND","message":"list voices",)"
                        R"("details":[],"request_id":"req_4","exit_code":1}})"
                        "\n"),
            run.out);
    }

    void refused_leavesAnExistingFileAsItWas()
    {
        _folder.write("a.mp3", "before");
        speakAnswer(cutAnswer({audio}));
        speak({"Hello.", "-o", _folder.file("a.mp3")});
        CPPUNIT_ASSERT_EQUAL(std::string("before"), _folder.read("a.mp3"));
        CPPUNIT_ASSERT(!_folder.has("a.mp3.part"));
    }

    void answer_thatIsNotScaiSpeaks()
    {
        speakAnswer(
            "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<h1>proxy</h1>");
        const CtlRun run = speak({"Hello.", "-o", _folder.file("a.mp3")});
        CPPUNIT_ASSERT_EQUAL(3, run.status);
        CPPUNIT_ASSERT(run.says("is not ScaiSpeak (HTTP status 502)"));
    }

    void answer_thatIsNotAudio()
    {
        speakAnswer(jsonAnswer(202, R"({"status":"ok","data":{"job_id":"job_1"},"meta":{}})"));
        CPPUNIT_ASSERT_EQUAL(4, speak({"Hello.", "-o", _folder.file("a.mp3")}).status);
        CPPUNIT_ASSERT(_folder.empty());
    }

    void folder_missing()
    {
        const CtlRun run = speak({"Hello.", "-o", _folder.file("no/a.mp3")});
        CPPUNIT_ASSERT_EQUAL(5, run.status);
        CPPUNIT_ASSERT(run.says("cannot write"));
        CPPUNIT_ASSERT(_server.requests().empty());
    }

    void interrupted_takesThePartialFileAway()
    {
        speakAnswer(cutAnswer({audio}));
        _server.after(speakPath, [] { ::kill(::getpid(), SIGINT); });
        const CtlRun run = speak({"Hello.", "-o", _folder.file("a.mp3")});
        CPPUNIT_ASSERT_EQUAL(130, run.status);
        CPPUNIT_ASSERT(_folder.empty());
    }

    void nobodyListens()
    {
        // Port 1 of this machine: nothing ever listens there, and a refusal comes at once.
        const CtlRun run = ctl({"--url", "http://127.0.0.1:1", "speak", "Hello.", "--voice", "voc_a", "-o",
                                _folder.file("a.mp3")},
                               {environment()});
        CPPUNIT_ASSERT_EQUAL(3, run.status);
        CPPUNIT_ASSERT(run.says("no answer from http://127.0.0.1:1"));
        CPPUNIT_ASSERT(_folder.empty());
    }

private:
    static scaispeak::config::Environment environment() { return {{"SCAISPEAK_KEY", "sgk_test"}}; }
    static std::string crcOf(const std::string& bytes)
    {
        const std::string trailers = rightTrailers(bytes, 0);
        return trailers.substr(trailers.rfind(' ') + 1, 8);
    }

    void speakAnswer(const std::string& answer) { _server.on(speakPath, answer); }

    CtlRun run_(std::vector<std::string> arguments, CtlInput input = {environment()})
    {
        arguments.insert(arguments.begin(), {"--url", _server.url()});
        return ctl(arguments, input);
    }

    CtlRun speak(std::vector<std::string> arguments, const CtlInput& input = {environment()})
    {
        arguments.insert(arguments.begin(), {"speak", "--voice", "voc_a"});
        return run_(std::move(arguments), input);
    }

    void spokenText(std::vector<std::string> arguments, const std::string& input, const std::string& expected)
    {
        speakAnswer(streamedAnswer({audio}, rightTrailers(audio, 1)));
        arguments.insert(arguments.begin(), {"-o", _folder.file("a.mp3")});
        const CtlRun run = speak(std::move(arguments), {environment(), input});
        CPPUNIT_ASSERT_EQUAL(std::string(), run.err);
        CPPUNIT_ASSERT_EQUAL(0, run.status);
        const std::string body = _server.last().body;
        CPPUNIT_ASSERT_MESSAGE(body, body.find("\"text\":\"" + expected + "\"") != std::string::npos);
    }

    void broken(const std::string& answer, const std::string& words)
    {
        speakAnswer(answer);
        const CtlRun run = speak({"Hello.", "-o", _folder.file("a.mp3")});
        CPPUNIT_ASSERT_EQUAL(4, run.status);
        CPPUNIT_ASSERT_MESSAGE(run.err, run.says(words));
        CPPUNIT_ASSERT_MESSAGE(run.err, run.says("(request req_stream)"));
        CPPUNIT_ASSERT_EQUAL(std::string(), run.out);
        CPPUNIT_ASSERT(_folder.empty());
    }

    TemporaryFolder _folder;
    ScriptedServer _server;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSpeak);

}  // namespace
