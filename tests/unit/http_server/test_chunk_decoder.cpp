#include "http/server/chunk_decoder.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

namespace {

using namespace scaispeak::http;
using Status = ChunkDecoder::Status;

struct Outcome
{
    Status status = Status::Incomplete;
    std::string body;
    std::string left;
};

/// Decodes `text` in pieces of `step` bytes.
Outcome decode(std::string_view text, std::size_t step, std::size_t limit = 100)
{
    ChunkDecoder decoder(limit);
    Outcome outcome;
    while (!text.empty() && outcome.status == Status::Incomplete) {
        auto piece = text.substr(0, step);
        outcome.status = decoder.feed(piece, outcome.body);
        text.remove_prefix(std::min(step, text.size()) - piece.size());
    }
    outcome.left = text;
    return outcome;
}

class TestChunkDecoder : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestChunkDecoder);
    CPPUNIT_TEST(body_inPiecesOfEverySize);
    CPPUNIT_TEST(accepted_table);
    CPPUNIT_TEST(refused_table);
    CPPUNIT_TEST(size_overTheLimitIsTooLarge);
    CPPUNIT_TEST(dropped_extensionsAndTrailersAreBounded);
    CPPUNIT_TEST_SUITE_END();

    void body_inPiecesOfEverySize()
    {
        const std::string text = "5\r\nhello\r\nA;x=\"y\"\r\n, world...\r\n0\r\nT: v\r\n\r\nGET /";
        for (std::size_t step = 1; step <= text.size(); ++step) {
            const auto outcome = decode(text, step);
            CPPUNIT_ASSERT(outcome.status == Status::Complete);
            CPPUNIT_ASSERT_EQUAL(std::string("hello, world..."), outcome.body);
            CPPUNIT_ASSERT_EQUAL(std::string("GET /"), outcome.left);
        }
    }

    void accepted_table()
    {
        for (const std::string text : {"0\r\n\r\n", "000\r\n\r\n", "1\r\na\r\n0\r\n\r\n", "0;e\r\n\r\n",
                                       "0 ;e\r\n\r\n", "0\r\nA: b\r\nC:\r\n\r\n"})
            CPPUNIT_ASSERT_MESSAGE(text, decode(text, text.size()).status == Status::Complete);
    }

    void refused_table()
    {
        const std::vector<std::string> texts = {
            "\r\n",
            "g\r\n",
            "-1\r\n",
            "+1\r\n",
            "0x1\r\n",
            " 1\r\n",
            "1 \r\n",
            "1 2\r\n",
            "1,\r\n",
            "1\n",
            "1\ra\r\n",
            "0000000000000001\r\n",
            "FFFFFFFFFFFFFFFF\r\n",
            "1\r\nab\r\n",
            "1\r\na\n",
            "1\r\naX\r\n",
            "1;\x01\r\n",
            "0\r\n: v\r\n",
            "0\r\nA b: v\r\n",
            "0\r\nA\r\n",
            "0\r\n A: v\r\n",
            "0\r\nA: b\n",
            "0\r\nA: \x01\r\n",
        };
        for (const auto& text : texts)
            for (std::size_t step = 1; step <= text.size(); ++step)
                CPPUNIT_ASSERT_MESSAGE(text, decode(text, step).status == Status::Refused);
    }

    void size_overTheLimitIsTooLarge()
    {
        CPPUNIT_ASSERT(decode("5\r\nhello\r\n0\r\n\r\n", 3, 5).status == Status::Complete);
        CPPUNIT_ASSERT(decode("6\r\n", 3, 5).status == Status::TooLarge);
        CPPUNIT_ASSERT(decode("3\r\nabc\r\n3\r\n", 3, 5).status == Status::TooLarge);
        CPPUNIT_ASSERT(decode("FFFFFFFFFFFFFFF\r\n", 30, 5).status == Status::TooLarge);
    }

    void dropped_extensionsAndTrailersAreBounded()
    {
        const std::string longLine = "1;" + std::string(600, 'e');
        CPPUNIT_ASSERT(decode(longLine, 100).status == Status::Refused);
        std::string extensions, trailers = "0\r\n";
        for (int index = 0; index < 20; ++index) {
            extensions += "1;" + std::string(500, 'e') + "\r\na\r\n";
            trailers += "T: " + std::string(500, 't') + "\r\n";
        }
        CPPUNIT_ASSERT(decode(extensions, 1000).status == Status::Refused);
        CPPUNIT_ASSERT(decode(trailers, 1000).status == Status::Refused);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestChunkDecoder);

}  // namespace
