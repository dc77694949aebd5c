#include "telemetry/json_logger.hpp"

#include <boost/json.hpp>
#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace scaispeak::telemetry;
using scaispeak::core::LogLevel;

/// Two ends of a pipe or socket, closed at the end.
class Ends
{
public:
    explicit Ends(bool sockets = false)
    {
        const int made = sockets ? ::socketpair(AF_UNIX, SOCK_STREAM, 0, _ends.data()) : ::pipe(_ends.data());
        if (made != 0) throw std::runtime_error("no pipe");
    }
    ~Ends()
    {
        closeReader();
        closeWriter();
    }
    Ends(const Ends&) = delete;
    Ends& operator=(const Ends&) = delete;

    int reader() const { return _ends[0]; }
    int writer() const { return _ends[1]; }
    void closeReader() { closeEnd(0); }
    void closeWriter() { closeEnd(1); }

    /// What comes until the writing end is closed.
    std::string readAll()
    {
        std::string all;
        std::array<char, 65'536> buffer;
        for (ssize_t got; (got = ::read(reader(), buffer.data(), buffer.size())) > 0;)
            all.append(buffer.data(), static_cast<std::size_t>(got));
        return all;
    }

private:
    void closeEnd(std::size_t index)
    {
        if (_ends[index] >= 0) ::close(_ends[index]);
        _ends[index] = -1;
    }

    std::array<int, 2> _ends{-1, -1};
};

std::vector<std::string> split(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        if (end == std::string::npos) {
            lines.push_back("no newline: " + text.substr(begin));
            break;
        }
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

/// Without the time, which is its own test's.
std::string body(const std::string& line)
{
    const std::size_t comma = line.find(',');
    return comma == std::string::npos ? line : line.substr(comma + 1);
}

class TestJsonLogger : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestJsonLogger);
    CPPUNIT_TEST(line_hasTimeLevelEventThenFields);
    CPPUNIT_TEST(threshold_keepsLesserLevelsOut);
    CPPUNIT_TEST(threads_linesStayWhole);
    CPPUNIT_TEST(threads_eachKeepsItsOrder);
    CPPUNIT_TEST(longLines_stayWhole);
    CPPUNIT_TEST(socket_takesLinesToo);
    CPPUNIT_TEST(file_takesLinesToo);
    CPPUNIT_TEST(stalledReader_doesNotBlockAndDropsAreTold);
    CPPUNIT_TEST(stalledReader_doesNotHoldUpTheEnd);
    CPPUNIT_TEST(goneReader_isSurvived);
    CPPUNIT_TEST(badDescriptor_isSurvived);
    CPPUNIT_TEST(flush_writesBeforeItReturns);
    CPPUNIT_TEST(descriptor_keepsBlockingForOthers);
    CPPUNIT_TEST_SUITE_END();

    void line_hasTimeLevelEventThenFields()
    {
        Ends ends;
        {
            JsonLogger logger(ends.writer());
            logger.warning(
                "voice_failed",
                {{"request_id", "req_1"}, {"count", std::int64_t{3}}, {"share", 0.5}, {"ok", false}});
        }
        ends.closeWriter();
        const std::vector<std::string> lines = split(ends.readAll());
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, lines.size());
        CPPUNIT_ASSERT_EQUAL(
            std::string(
                R"("level":"warning","event":"voice_failed","request_id":"req_1","count":3,"share":0.5,"ok":false})"),
            body(lines[0]));
        // {"ts":"2026-01-31T12:00:00.000Z", with the digits taken for zeros
        std::string time = lines[0].substr(0, lines[0].find(','));
        std::replace_if(
            time.begin(), time.end(), [](char c) { return c >= '0' && c <= '9'; }, '0');
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"ts":"0000-00-00T00:00:00.000Z")"), time);
    }

    void threshold_keepsLesserLevelsOut()
    {
        Ends ends;
        {
            JsonLogger logger(ends.writer(), LogLevel::Warning);
            CPPUNIT_ASSERT(!logger.enabled(LogLevel::Info) && logger.enabled(LogLevel::Warning));
            logger.debug("a");
            logger.info("b");
            logger.warning("c");
            logger.error("d");
            logger.setThreshold(LogLevel::Debug);
            logger.debug("e");
        }
        ends.closeWriter();
        const std::vector<std::string> lines = split(ends.readAll());
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, lines.size());
        CPPUNIT_ASSERT_EQUAL(std::string(R"("level":"warning","event":"c"})"), body(lines[0]));
        CPPUNIT_ASSERT_EQUAL(std::string(R"("level":"error","event":"d"})"), body(lines[1]));
        CPPUNIT_ASSERT_EQUAL(std::string(R"("level":"debug","event":"e"})"), body(lines[2]));
    }

    static constexpr int threads = 8;
    static constexpr int linesEach = 2'000;

    /// The lines of several threads that log at once, padded to different lengths.
    static std::vector<std::string> linesOfThreads()
    {
        Ends ends;
        std::string all;
        std::thread reader([&] { all = ends.readAll(); });
        {
            JsonLogger logger(ends.writer());
            std::vector<std::thread> writers;
            for (std::int64_t number = 0; number < threads; ++number)
                writers.emplace_back([&logger, number] {
                    const std::string padding(static_cast<std::size_t>(number) * 37,
                                              static_cast<char>('a' + number));
                    for (std::int64_t line = 0; line < linesEach; ++line)
                        logger.info("test", {{"thread", number}, {"line", line}, {"padding", padding}});
                });
            for (std::thread& writer : writers)
                writer.join();
            CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, logger.droppedLines());
        }
        ends.closeWriter();
        reader.join();
        return split(all);
    }

    void threads_linesStayWhole()
    {
        const std::vector<std::string> lines = linesOfThreads();
        CPPUNIT_ASSERT_EQUAL(std::size_t{threads * linesEach}, lines.size());
        for (const std::string& line : lines) {
            const boost::json::value value = boost::json::parse(line);
            const auto number = static_cast<std::size_t>(value.at("thread").as_int64());
            const std::string padding(number * 37, static_cast<char>('a' + number));
            CPPUNIT_ASSERT_EQUAL(padding, boost::json::value_to<std::string>(value.at("padding")));
        }
    }

    void threads_eachKeepsItsOrder()
    {
        std::array<std::int64_t, threads> next{};
        for (const std::string& line : linesOfThreads()) {
            const boost::json::value value = boost::json::parse(line);
            const auto number = static_cast<std::size_t>(value.at("thread").as_int64());
            CPPUNIT_ASSERT_EQUAL(next.at(number)++, value.at("line").as_int64());
        }
    }

    void longLines_stayWhole()
    {
        Ends ends;
        std::string all;
        std::thread reader([&] { all = ends.readAll(); });
        const std::string longText(8'000, 'x');
        {
            JsonLogger logger(ends.writer());
            for (int count = 0; count < 100; ++count)
                logger.info("long", {{"a", longText}, {"b", longText}});
        }
        ends.closeWriter();
        reader.join();
        const std::vector<std::string> lines = split(all);
        CPPUNIT_ASSERT_EQUAL(std::size_t{100}, lines.size());
        const std::string expected =
            R"("level":"info","event":"long","a":")" + longText + R"(","b":")" + longText + "\"}";
        for (const std::string& line : lines)
            CPPUNIT_ASSERT_EQUAL(expected, body(line));
    }

    void socket_takesLinesToo()
    {
        Ends ends(true);
        JsonLogger(ends.writer()).info("hello");
        ends.closeWriter();
        CPPUNIT_ASSERT_EQUAL(std::string(R"("level":"info","event":"hello"})"),
                             body(split(ends.readAll()).at(0)));
    }

    void file_takesLinesToo()
    {
        char name[] = "/tmp/scaispeak-log-XXXXXX";
        const int file = ::mkstemp(name);
        CPPUNIT_ASSERT(file >= 0);
        ::unlink(name);
        {
            JsonLogger logger(file);
            for (int count = 0; count < 5'000; ++count)
                logger.info("hello", {{"count", std::int64_t{count}}});
        }
        std::string all(static_cast<std::size_t>(::lseek(file, 0, SEEK_END)), '\0');
        CPPUNIT_ASSERT_EQUAL(static_cast<ssize_t>(all.size()), ::pread(file, all.data(), all.size(), 0));
        ::close(file);
        const std::vector<std::string> lines = split(all);
        CPPUNIT_ASSERT_EQUAL(std::size_t{5'000}, lines.size());
        CPPUNIT_ASSERT_EQUAL(std::string(R"("level":"info","event":"hello","count":4999})"),
                             body(lines.back()));
    }

    void stalledReader_doesNotBlockAndDropsAreTold()
    {
        constexpr std::int64_t pushed = 20'000;
        Ends ends;
        std::string all;
        std::thread reader;
        std::uint64_t dropped = 0;
        {
            JsonLogger logger(ends.writer(), LogLevel::Info, 100'000);
            // Nobody reads: this loop ends only if the logger does not wait.
            for (std::int64_t count = 0; count < pushed; ++count)
                logger.info("test", {{"count", count}});
            dropped = logger.droppedLines();
            CPPUNIT_ASSERT(dropped > 0);
            reader = std::thread([&] { all = ends.readAll(); });
            CPPUNIT_ASSERT(logger.flush(std::chrono::seconds(60)));
            logger.info("afterwards");
            CPPUNIT_ASSERT(logger.flush(std::chrono::seconds(60)));
            CPPUNIT_ASSERT_EQUAL(dropped, logger.droppedLines());
            ends.closeWriter();
        }
        reader.join();
        checkDrops(split(all), dropped, static_cast<std::size_t>(pushed) - dropped);
    }

    static void checkDrops(const std::vector<std::string>& lines, std::uint64_t dropped, std::size_t kept)
    {
        std::uint64_t told = 0;
        std::size_t others = 0;
        for (const std::string& line : lines) {
            const boost::json::value value = boost::json::parse(line);
            if (value.at("event") == "log_lines_dropped")
                told += static_cast<std::uint64_t>(value.at("count").as_int64());
            else
                ++others;
        }
        CPPUNIT_ASSERT_EQUAL(dropped, told);
        CPPUNIT_ASSERT_EQUAL(kept + 1, others);
        CPPUNIT_ASSERT_EQUAL(std::string(R"("level":"info","event":"afterwards"})"), body(lines.back()));
    }

    void stalledReader_doesNotHoldUpTheEnd()
    {
        Ends ends;
        {
            JsonLogger logger(ends.writer());
            for (std::int64_t count = 0; count < 20'000; ++count)
                logger.info("test", {{"count", count}});
            CPPUNIT_ASSERT(!logger.flush(std::chrono::milliseconds(1)));
        }
        // What did go out is whole lines.
        ends.closeWriter();
        const std::string all = ends.readAll();
        CPPUNIT_ASSERT(!all.empty() && all.back() == '\n');
    }

    void goneReader_isSurvived()
    {
        Ends ends;
        JsonLogger logger(ends.writer());
        ends.closeReader();
        logger.info("nobody_hears");
        // Also: no SIGPIPE, whose default would end this program.
        CPPUNIT_ASSERT(logger.flush(std::chrono::seconds(60)));
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, logger.droppedLines());
        logger.info("nobody_hears");
        CPPUNIT_ASSERT(logger.flush(std::chrono::seconds(60)));
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, logger.droppedLines());
    }

    void badDescriptor_isSurvived()
    {
        JsonLogger logger(-1);
        logger.info("nobody_hears");
        CPPUNIT_ASSERT(logger.flush(std::chrono::seconds(60)));
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, logger.droppedLines());
    }

    void flush_writesBeforeItReturns()
    {
        Ends ends;
        JsonLogger logger(ends.writer());
        CPPUNIT_ASSERT(logger.flush(std::chrono::seconds(60)));
        logger.info("now");
        CPPUNIT_ASSERT(logger.flush(std::chrono::seconds(60)));
        std::array<char, 1'024> buffer;
        CPPUNIT_ASSERT_EQUAL(0, ::fcntl(ends.reader(), F_SETFL, O_NONBLOCK));
        CPPUNIT_ASSERT(::read(ends.reader(), buffer.data(), buffer.size()) > 0);
    }

    void descriptor_keepsBlockingForOthers()
    {
        Ends ends;
        JsonLogger logger(ends.writer());
        logger.info("x");
        CPPUNIT_ASSERT(logger.flush(std::chrono::seconds(60)));
        CPPUNIT_ASSERT_EQUAL(0, ::fcntl(ends.writer(), F_GETFL) & O_NONBLOCK);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestJsonLogger);

}  // namespace
