#include "plugin_folder.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/wait.h>

#include <cstdio>

namespace {

namespace fs = std::filesystem;

struct Ended
{
    int code = -1;
    std::string output;
};

class TestPluginCheck : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPluginCheck);
    CPPUNIT_TEST(emit_writesBesideThePluginWhatTheLoaderTakes);
    CPPUNIT_TEST(emit_writesWhereItIsTold);
    CPPUNIT_TEST(emit_refusedPluginIsCodeOneAndLeavesNoFile);
    CPPUNIT_TEST(emit_whereNothingCanBeWrittenIsCodeThree);
    CPPUNIT_TEST(commandLine_thatIsWrongIsCodeTwo);
    CPPUNIT_TEST(help_namesTheExitCodes);
    CPPUNIT_TEST(version_namesTheAbi);
    CPPUNIT_TEST_SUITE_END();

    PluginFolder _folder;

    static Ended run(const std::string& arguments)
    {
        Ended ended;
        const std::string command = PLUGIN_CHECK " " + arguments + " 2>&1";
        std::FILE* pipe = ::popen(command.c_str(), "r");
        CPPUNIT_ASSERT(pipe != nullptr);
        char buffer[4'096];
        for (std::size_t got; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
            ended.output.append(buffer, got);
        const int status = ::pclose(pipe);
        ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        return ended;
    }

    void emit_writesBesideThePluginWhatTheLoaderTakes()
    {
        const fs::path file = _folder.install("bad-nothing");
        fs::remove(_folder.path() / "bad-nothing.json");
        const Ended ended = run("--emit-manifest " + file.string());
        CPPUNIT_ASSERT_EQUAL_MESSAGE(ended.output, 0, ended.code);
        scaispeak::pluginhost::PluginLoader().load("bad-nothing", file);
        CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t{2}, std::distance(fs::directory_iterator(_folder.path()), {}));
    }

    void emit_writesWhereItIsTold()
    {
        const fs::path file = _folder.install("bad-nothing");
        const std::string text = scaispeak::pluginhost::prettyJson(PluginFolder::goodManifest());
        CPPUNIT_ASSERT_EQUAL(text, run("--emit-manifest " + file.string() + " -o -").output);
        const fs::path other = _folder.path() / "other.json";
        CPPUNIT_ASSERT_EQUAL(0, run("--emit-manifest " + file.string() + " -o " + other.string()).code);
        std::ifstream in(other);
        CPPUNIT_ASSERT_EQUAL(text, std::string(std::istreambuf_iterator<char>(in), {}));
    }

    void emit_refusedPluginIsCodeOneAndLeavesNoFile()
    {
        const fs::path file = _folder.install("bad-no-symbol");
        fs::remove(_folder.path() / "bad-no-symbol.json");
        const Ended ended = run("--emit-manifest " + file.string());
        CPPUNIT_ASSERT_EQUAL(1, ended.code);
        CPPUNIT_ASSERT(ended.output.find("exports no scaispeak_plugin_v1") != std::string::npos);
        CPPUNIT_ASSERT(!fs::exists(_folder.path() / "bad-no-symbol.json"));
    }

    void emit_whereNothingCanBeWrittenIsCodeThree()
    {
        const fs::path file = _folder.install("bad-nothing");
        const Ended ended = run("--emit-manifest " + file.string() + " -o " +
                                (_folder.path() / "no/such/folder.json").string());
        CPPUNIT_ASSERT_EQUAL(3, ended.code);
        CPPUNIT_ASSERT(ended.output.find("cannot be written") != std::string::npos);
    }

    void commandLine_thatIsWrongIsCodeTwo()
    {
        CPPUNIT_ASSERT_EQUAL(2, run("").code);
        CPPUNIT_ASSERT_EQUAL(2, run("--no-such-option").code);
    }

    void help_namesTheExitCodes()
    {
        const Ended ended = run("--help");
        CPPUNIT_ASSERT_EQUAL(0, ended.code);
        CPPUNIT_ASSERT(ended.output.find("Exit codes:") != std::string::npos);
        CPPUNIT_ASSERT(ended.output.find("--emit-manifest") != std::string::npos);
    }

    void version_namesTheAbi()
    {
        const Ended ended = run("--version");
        CPPUNIT_ASSERT_EQUAL(0, ended.code);
        CPPUNIT_ASSERT(ended.output.find("plugin ABI 1.0 draft") != std::string::npos);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPluginCheck);

}  // namespace
