#include "ctl/amount.hpp"
#include "ctl/format_choice.hpp"
#include "ctl/printable.hpp"
#include "ctl/progress.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <sstream>

namespace {

using namespace scaispeak;
using namespace std::chrono_literals;

class TestParts : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestParts);
    CPPUNIT_TEST(amount_roundsToWhatPeopleRead);
    CPPUNIT_TEST(format_ofTheFilesName);
    CPPUNIT_TEST(printable_hidesWhatMovesTheCursor);
    CPPUNIT_TEST(progress_beginsLateAndGoesAway);
    CPPUNIT_TEST(progress_withoutSecondsWhereUnknown);
    CPPUNIT_TEST(progress_isForTerminalsAlone);
    CPPUNIT_TEST_SUITE_END();

public:
    void amount_roundsToWhatPeopleRead()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("999 B"), ctl::sizeText(999));
        CPPUNIT_ASSERT_EQUAL(std::string("25 kB"), ctl::sizeText(25'499));
        CPPUNIT_ASSERT_EQUAL(std::string("1.0 MB"), ctl::sizeText(999'900));
        CPPUNIT_ASSERT_EQUAL(std::string("3.2 s"), ctl::secondsText(3.21));
    }

    void format_ofTheFilesName()
    {
        using core::ResponseFormat;
        CPPUNIT_ASSERT(ctl::formatOfFile("a.mp3") == ResponseFormat::Mp3);
        CPPUNIT_ASSERT(ctl::formatOfFile("a.ogg") == ResponseFormat::Opus);
        CPPUNIT_ASSERT(ctl::formatOfFile("d.x/a.WAV") == ResponseFormat::Wav);
        CPPUNIT_ASSERT(ctl::formatOfFile("a.flac") == ResponseFormat::Flac);
        CPPUNIT_ASSERT(ctl::formatOfFile("a.raw") == ResponseFormat::Pcm);
        CPPUNIT_ASSERT(ctl::formatOfFile("a.ul") == ResponseFormat::Mulaw);
        CPPUNIT_ASSERT(ctl::formatOfFile("a.alaw") == ResponseFormat::Alaw);
        for (const char* path : {"", "-", "a", "wav", ".wav", "d.wav/a", "tmp.Xy7"})
            CPPUNIT_ASSERT_MESSAGE(path, ctl::formatOfFile(path) == ResponseFormat::Mp3);
    }

    void printable_hidesWhatMovesTheCursor()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a?b?c?d?e?\xC3\xA9"), ctl::printable("a\x1B"
                                                                               "b\n"
                                                                               "c\xC2\x9B"
                                                                               "d\xE2\x80\xAE"
                                                                               "e\xFF\xC3\xA9"));
    }

    void progress_beginsLateAndGoesAway()
    {
        const auto start = ctl::Progress::Clock::time_point() + 1h;
        {
            ctl::Progress progress(console(true), ctl::bytesPerSecond(core::ResponseFormat::Wav, 8000),
                                   start);
            progress.at(1000, start + 499ms);
            CPPUNIT_ASSERT_EQUAL(std::string(), _err.str());
            progress.at(32'000, start + 500ms);
            progress.at(40'000, start + 600ms);
            CPPUNIT_ASSERT_EQUAL(std::string("\r\x1b[Kspeaking: 32 kB, 2.0 s"), _err.str());
        }
        CPPUNIT_ASSERT(_err.str().ends_with("2.0 s\r\x1b[K"));
    }

    void progress_withoutSecondsWhereUnknown()
    {
        const auto start = ctl::Progress::Clock::time_point() + 1h;
        ctl::Progress progress(console(true), ctl::bytesPerSecond(core::ResponseFormat::Opus, 24000), start);
        progress.at(32'000, start + 1s);
        CPPUNIT_ASSERT(_err.str().ends_with("speaking: 32 kB"));
    }

    void progress_isForTerminalsAlone()
    {
        const auto start = ctl::Progress::Clock::time_point() + 1h;
        ctl::Progress(console(false), 8000.0, start).at(32'000, start + 1h);
        CPPUNIT_ASSERT_EQUAL(std::string(), _err.str());
    }

private:
    const ctl::Console& console(bool terminal)
    {
        _console.errIsTerminal = terminal;
        return _console;
    }

    std::istringstream _in;
    std::ostringstream _out;
    std::ostringstream _err;
    ctl::Console _console{_in, _out, _err, -1, false};
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestParts);

}  // namespace
