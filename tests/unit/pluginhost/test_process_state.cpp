#include "pluginhost/loader/float_mode.hpp"
#include "pluginhost/loader/process_state.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cfenv>
#include <clocale>
#include <filesystem>

namespace {

using namespace scaispeak::pluginhost;
using Names = std::vector<std::string>;

class TestProcessState : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestProcessState);
    CPPUNIT_TEST(state_leftAloneIsNoChange);
    CPPUNIT_TEST(signals_thatTheHostLivesByArePutBack);
    CPPUNIT_TEST(signals_ofOtherRuntimesAreLeftToThem);
    CPPUNIT_TEST(locale_isPutBackButForItsCharacterSet);
    CPPUNIT_TEST(folder_isPutBack);
    CPPUNIT_TEST(mask_isPutBack);
    CPPUNIT_TEST(floats_arePutBack);
    CPPUNIT_TEST(names_areJoined);
    CPPUNIT_TEST_SUITE_END();

    const ProcessState _before;

    void restored(const Names& names)
    {
        const Names found = _before.restore();
        CPPUNIT_ASSERT_EQUAL(joinedNames(names), joinedNames(found));
        CPPUNIT_ASSERT(_before.restore().empty());
    }

    static sighandler_t handlerOf(int number)
    {
        struct sigaction now = {};
        ::sigaction(number, nullptr, &now);
        return now.sa_handler;
    }

    void state_leftAloneIsNoChange() { restored({}); }

    void signals_thatTheHostLivesByArePutBack()
    {
        for (const int number : {SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGCHLD})
            ::signal(number, SIG_IGN);
        restored({"SIGINT", "SIGTERM", "SIGQUIT", "SIGHUP", "SIGCHLD"});
        CPPUNIT_ASSERT(handlerOf(SIGTERM) == SIG_DFL);
    }

    void signals_ofOtherRuntimesAreLeftToThem()
    {
        ::signal(SIGURG, SIG_IGN);
        restored({});
        CPPUNIT_ASSERT(handlerOf(SIGURG) == SIG_IGN);
        ::signal(SIGURG, SIG_DFL);
    }

    void locale_isPutBackButForItsCharacterSet()
    {
        const std::string characters = std::setlocale(LC_CTYPE, nullptr);
        CPPUNIT_ASSERT(std::setlocale(LC_ALL, "C.UTF-8") != nullptr);
        restored({"the locale (LC_NUMERIC)", "the locale (LC_TIME)", "the locale (LC_COLLATE)",
                  "the locale (LC_MONETARY)", "the locale (LC_MESSAGES)"});
        CPPUNIT_ASSERT_EQUAL(std::string("C"), std::string(std::setlocale(LC_NUMERIC, nullptr)));
        CPPUNIT_ASSERT_EQUAL(std::string("C.UTF-8"), std::string(std::setlocale(LC_CTYPE, nullptr)));
        std::setlocale(LC_CTYPE, characters.c_str());
    }

    void folder_isPutBack()
    {
        const auto folder = std::filesystem::current_path();
        CPPUNIT_ASSERT_EQUAL(0, ::chdir("/"));
        restored({"the working folder"});
        CPPUNIT_ASSERT_EQUAL(folder.string(), std::filesystem::current_path().string());
    }

    void mask_isPutBack()
    {
        const mode_t mask = ::umask(0);
        restored({"the mask of new files"});
        CPPUNIT_ASSERT_EQUAL(mask, ::umask(mask));
    }

    void floats_arePutBack()
    {
        for (const int mode : {FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO}) {
            std::fesetround(mode);
            CPPUNIT_ASSERT(!hasPlainFloatMode());
            restored({"the floating-point mode"});
            CPPUNIT_ASSERT(hasPlainFloatMode());
        }
        ::feenableexcept(FE_DIVBYZERO);
        restored({"the floating-point mode"});
        CPPUNIT_ASSERT_EQUAL(0, ::fegetexcept());
        // What has happened is no mode.
        std::feraiseexcept(FE_INEXACT | FE_OVERFLOW);
        restored({});
    }

    void names_areJoined()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a, b"), joinedNames({"a", "b"}));
        CPPUNIT_ASSERT_EQUAL(std::string(), joinedNames({}));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestProcessState);

}  // namespace
