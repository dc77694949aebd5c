#include "ctl_run.hpp"
#include "scripted_server.hpp"
#include "temporary_folder.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::ctl::test;

const std::string voicesPath = "GET /v1/modules/scaispeak/voices";
const std::string noVoices = jsonAnswer(200, R"({"status":"ok","data":{"items":[]},"meta":{}})");

class TestCommandLine : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestCommandLine);
    CPPUNIT_TEST(help_isThereForEverythingWithExamples);
    CPPUNIT_TEST(help_namesTheExitCodes);
    CPPUNIT_TEST(version);
    CPPUNIT_TEST(nothing_isAUsageError);
    CPPUNIT_TEST(unknownCommand_isAUsageError);
    CPPUNIT_TEST(unknownOption_isAUsageError);
    CPPUNIT_TEST(globalOptions_standBeforeOrBehindTheCommand);
    CPPUNIT_TEST(url_fromTheEnvironment);
    CPPUNIT_TEST(url_fromTheConfiguration);
    CPPUNIT_TEST(url_portOfTheConfigurationUnknown);
    CPPUNIT_TEST(url_withASlashOrAPath);
    CPPUNIT_TEST(url_malformed);
    CPPUNIT_TEST(key_missing);
    CPPUNIT_TEST(key_fileIsTrimmedAndGoesFirst);
    CPPUNIT_TEST(key_fileThatOthersMayRead);
    CPPUNIT_TEST(key_fileMissing);
    CPPUNIT_TEST(key_fileThatHoldsNoKeyIsNotRepeated);
    CPPUNIT_TEST(speak_valuesOutOfRange);
    CPPUNIT_TEST(speak_needsExactlyOneText);
    CPPUNIT_TEST(speak_blankText);
    CPPUNIT_TEST(speak_textThatIsNotUtf8);
    CPPUNIT_TEST(speak_kindOfAudioThatIsNotMade);
    CPPUNIT_TEST(speak_jsonAndAudioOnStandardOutput);
    CPPUNIT_TEST(standardOutput_thatCannotBeWritten);
    CPPUNIT_TEST_SUITE_END();

public:
    void help_isThereForEverythingWithExamples()
    {
        const std::vector<std::vector<std::string>> commands{
            {},          {"speak"},         {"voices"},      {"status"},
            {"migrate"}, {"key", "create"}, {"key", "list"}, {"key", "revoke"}};
        for (std::vector<std::string> arguments : commands) {
            arguments.emplace_back("--help");
            const CtlRun run = ctl(arguments);
            CPPUNIT_ASSERT_EQUAL(0, run.status);
            CPPUNIT_ASSERT_MESSAGE(run.out, run.prints("Examples:\n  scaispeakctl "));
            CPPUNIT_ASSERT_EQUAL(std::string(), run.err);
        }
    }

    void help_namesTheExitCodes() { CPPUNIT_ASSERT(ctl({"--help"}).prints("4    the audio is incomplete")); }

    void version() { CPPUNIT_ASSERT(ctl({"--version"}).out.starts_with("scaispeakctl ")); }
    void nothing_isAUsageError() { usageError({}, ""); }
    void unknownCommand_isAUsageError() { usageError({"sing"}, "'sing' is no command"); }
    void unknownOption_isAUsageError() { usageError({"voices", "--loud"}, "--loud"); }

    void globalOptions_standBeforeOrBehindTheCommand()
    {
        _server.on(voicesPath, noVoices);
        CPPUNIT_ASSERT_EQUAL(0, ctl({"--url", _server.url(), "--json", "voices"}, withKey()).status);
        CPPUNIT_ASSERT_EQUAL(0, ctl({"voices", "--url", _server.url(), "--json"}, withKey()).status);
    }

    void url_fromTheEnvironment()
    {
        _server.on(voicesPath, noVoices);
        CPPUNIT_ASSERT_EQUAL(0, ctl({"voices"}, withKey().with("SCAISPEAK_URL", _server.url())).status);
    }

    void url_fromTheConfiguration()
    {
        _server.on(voicesPath, noVoices);
        const std::string port = _server.url().substr(_server.url().rfind(':') + 1);
        const CtlInput input = withKey().with("SCAISPEAK_URL", "http://127.0.0.1:1");
        const CtlRun run = ctl({"--config", config("0.0.0.0", port), "voices"}, input);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(run.err, 0, run.status);
    }

    void url_portOfTheConfigurationUnknown()
    {
        const CtlRun run = ctl({"--config", config("127.0.0.1", "0"), "voices"}, withKey());
        CPPUNIT_ASSERT_EQUAL(2, run.status);
        CPPUNIT_ASSERT(run.says("listen.port is 0"));
    }

    void url_withASlashOrAPath()
    {
        _server.on("GET /tts/v1/modules/scaispeak/voices", noVoices);
        CPPUNIT_ASSERT_EQUAL(0, ctl({"--url", _server.url() + "/tts/", "voices"}, withKey()).status);
    }

    void url_malformed()
    {
        for (const char* url : {"127.0.0.1:8080", "ftp://host", "http://user:secret@host"}) {
            const CtlRun run = ctl({"--url", url, "voices"}, withKey());
            CPPUNIT_ASSERT_EQUAL(2, run.status);
            CPPUNIT_ASSERT(!run.says("secret"));
        }
    }

    void key_missing()
    {
        const CtlRun run = ctl({"--url", _server.url(), "voices"});
        CPPUNIT_ASSERT_EQUAL(2, run.status);
        CPPUNIT_ASSERT(run.says("no API key"));
        CPPUNIT_ASSERT(_server.requests().empty());
    }

    void key_fileIsTrimmedAndGoesFirst()
    {
        _server.on(voicesPath, noVoices);
        const std::string file = keyFile("sgk_file\n", std::filesystem::perms::owner_read);
        const CtlRun run = ctl({"--url", _server.url(), "--key-file", file, "voices"}, withKey());
        CPPUNIT_ASSERT_EQUAL(std::string(), run.err);
        CPPUNIT_ASSERT(_server.last().has("Authorization: Bearer sgk_file\r\n"));
    }

    void key_fileThatOthersMayRead()
    {
        _server.on(voicesPath, noVoices);
        using std::filesystem::perms;
        const std::string file = keyFile("sgk_file\n", perms::owner_read | perms::group_read);
        const CtlRun run = ctl({"--url", _server.url(), "--key-file", file, "voices"});
        CPPUNIT_ASSERT_EQUAL(0, run.status);
        CPPUNIT_ASSERT(run.says("warning: other users may read the key in " + file));
        CPPUNIT_ASSERT(!run.says("sgk_file"));
    }

    void key_fileMissing()
    {
        const CtlRun run = ctl({"--key-file", _folder.file("none"), "voices"});
        CPPUNIT_ASSERT_EQUAL(5, run.status);
        CPPUNIT_ASSERT(run.says("cannot read " + _folder.file("none")));
    }

    void key_fileThatHoldsNoKeyIsNotRepeated()
    {
        const std::string file = keyFile("sgk_one\nX-Evil: 1\n", std::filesystem::perms::owner_read);
        const CtlRun run = ctl({"--url", _server.url(), "--key-file", file, "voices"});
        CPPUNIT_ASSERT_EQUAL(2, run.status);
        CPPUNIT_ASSERT(run.says("is not a key"));
        CPPUNIT_ASSERT(!run.says("sgk_one"));
        CPPUNIT_ASSERT(_server.requests().empty());
    }

    void speak_valuesOutOfRange()
    {
        usageError({"speak", "a", "--speed", "3"}, "--speed");
        usageError({"speak", "a", "--format", "m4a"}, "--format");
        usageError({"speak", "a", "--sample-rate", "12345"}, "--sample-rate");
        usageError({"speak", "a", "--language", "english"}, "two letters");
        usageError({"voices", "--limit", "0"}, "--limit");
        usageError({"voices", "--scope", "mine"}, "--scope");
    }

    void speak_needsExactlyOneText()
    {
        usageError({"speak"}, "give a text");
        usageError({"speak", "a", "-f", "b"}, "not both");
        usageError({"speak", "a", "b"}, "b");
    }

    void speak_blankText() { usageError({"speak", " \n"}, "there is nothing to say"); }

    void speak_textThatIsNotUtf8()
    {
        const std::string file = _folder.write("t.txt", "one\ntw\xF6\n");
        usageError({"speak", "-f", file}, file + ", line 2: this is not UTF-8");
    }

    void speak_kindOfAudioThatIsNotMade()
    {
        usageError({"speak", "a", "-o", "a.M4A"}, "no .m4a files are made");
    }
    void speak_jsonAndAudioOnStandardOutput()
    {
        const CtlRun run = ctl({"speak", "a", "-o", "-", "--json"}, withKey());
        CPPUNIT_ASSERT_EQUAL(2, run.status);
        CPPUNIT_ASSERT(run.says("name a file"));
    }

    void standardOutput_thatCannotBeWritten()
    {
        std::istringstream in;
        std::ofstream out("/dev/full");
        std::ostringstream err;
        const scaispeak::ctl::Console console{in, out, err, -1, false};
        CPPUNIT_ASSERT_EQUAL(5, scaispeak::ctl::Program(console, {}).run({"--help"}));
    }

private:
    static CtlInput withKey() { return CtlInput().with("SCAISPEAK_KEY", "sgk_test"); }

    std::string keyFile(const std::string& text, std::filesystem::perms mode) const
    {
        const std::string file = _folder.write("key", text);
        std::filesystem::permissions(file, mode);
        return file;
    }

    std::string config(const std::string& address, const std::string& port) const
    {
        return _folder.write("c.yaml",
                             "listen: {address: " + address + ", port: " + port + "}\nstate_dir: state\n");
    }

    static void usageError(const std::vector<std::string>& arguments, const std::string& words)
    {
        const CtlRun run = ctl(arguments, withKey());
        CPPUNIT_ASSERT_EQUAL_MESSAGE(run.err, 2, run.status);
        CPPUNIT_ASSERT_MESSAGE(run.err, run.err.starts_with("error: ") && run.says(words));
        CPPUNIT_ASSERT_EQUAL(std::string(), run.out);
    }

    TemporaryFolder _folder;
    ScriptedServer _server;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestCommandLine);

}  // namespace
