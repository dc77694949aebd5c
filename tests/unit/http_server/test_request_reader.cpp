#include "http/server/request_reader.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace {

using namespace scaispeak::http;
using Status = RequestReader::Status;

class TestRequestReader : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestRequestReader);
    CPPUNIT_TEST(requests_inPiecesOfEverySize);
    CPPUNIT_TEST(blankLine_isPassedOverOnce);
    CPPUNIT_TEST(encodedWords_areNotDecoded);
    CPPUNIT_TEST(body_overTheLimitIsNotKept);
    CPPUNIT_TEST(between_nothingIsHeld);
    CPPUNIT_TEST(continue_isDueOnce);
    CPPUNIT_TEST(refused_inHeadAndBody);
    CPPUNIT_TEST(rules_followTheRequest);
    CPPUNIT_TEST_SUITE_END();

    RequestLimits _limits{{}, 20};

    Status feedAll(RequestReader& reader, std::string_view bytes) { return reader.feed(bytes); }

    void requests_inPiecesOfEverySize()
    {
        const std::string text =
            "POST /a?b HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody"
            "\r\nPOST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nxy\r\n0\r\n\r\n"
            "GET /d HTTP/1.1\r\nHost: h\r\n\r\n";
        for (std::size_t step = 1; step <= text.size(); ++step) {
            RequestReader reader(_limits);
            std::string seen;
            for (std::string_view left = text; !left.empty();) {
                auto piece = left.substr(0, step);
                const auto size = piece.size();
                const auto status = reader.feed(piece);
                CPPUNIT_ASSERT(status != Status::Refused);
                left.remove_prefix(size - piece.size());
                if (status != Status::Ready) continue;
                const auto read = reader.take();
                seen += read.request->head.getMethod() + read.request->path + "?" + read.request->query +
                        "=" + read.request->body + " ";
            }
            CPPUNIT_ASSERT_EQUAL(std::string("POST/a?b=body POST/c?=xy GET/d?= "), seen);
        }
    }

    void blankLine_isPassedOverOnce()
    {
        RequestReader one(_limits);
        CPPUNIT_ASSERT(feedAll(one, "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n") == Status::Ready);
        RequestReader two(_limits);
        CPPUNIT_ASSERT(feedAll(two, "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n") == Status::Refused);
    }

    void encodedWords_areNotDecoded()
    {
        RequestReader reader(_limits);
        CPPUNIT_ASSERT(feedAll(reader, "GET / HTTP/1.1\r\nHost: a\r\nX: =?utf-8?Q?a=0D=0Ab?=\r\n\r\n") ==
                       Status::Ready);
        CPPUNIT_ASSERT_EQUAL(std::string("=?utf-8?Q?a=0D=0Ab?="), reader.take().request->head.get("X"));
    }

    void body_overTheLimitIsNotKept()
    {
        RequestReader byLength(_limits);
        CPPUNIT_ASSERT(feedAll(byLength, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 21\r\n\r\n") ==
                       Status::Ready);
        const auto long1 = byLength.take();
        CPPUNIT_ASSERT(long1.request->bodyTooLarge && !long1.rules.keepAlive && long1.rules.inputLeft);

        RequestReader byChunks(_limits);
        const std::string text =
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
            "chunked\r\n\r\nf\r\n123456789012345\r\nf\r\n1234";
        CPPUNIT_ASSERT(feedAll(byChunks, text) == Status::Ready);
        const auto long2 = byChunks.take();
        CPPUNIT_ASSERT(long2.request->bodyTooLarge && long2.request->body.empty() && !long2.rules.keepAlive);
    }

    void between_nothingIsHeld()
    {
        RequestReader reader(_limits);
        const auto idle = reader.held();
        feedAll(reader, "POST / HTTP/1.1\r\nHost: a\r\nX: " + std::string(1000, 'x'));
        CPPUNIT_ASSERT(reader.started() && reader.held() > 1000);
        CPPUNIT_ASSERT(feedAll(reader, "\r\n\r\n") == Status::Ready);
        reader.take();
        CPPUNIT_ASSERT(!reader.started());
        CPPUNIT_ASSERT_EQUAL(idle, reader.held());
    }

    void continue_isDueOnce()
    {
        RequestReader reader(_limits);
        feedAll(reader, "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        CPPUNIT_ASSERT(reader.takeContinueDue());
        CPPUNIT_ASSERT(!reader.takeContinueDue());
        CPPUNIT_ASSERT(feedAll(reader, "ab") == Status::Ready);
    }

    void refused_inHeadAndBody()
    {
        RequestReader head(_limits);
        CPPUNIT_ASSERT(feedAll(head, "GET / HTTP/1.1\r\n\r\n") == Status::Refused);
        CPPUNIT_ASSERT(head.error().reason == "host");
        RequestReader body(_limits);
        CPPUNIT_ASSERT(
            feedAll(body, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") ==
            Status::Refused);
        CPPUNIT_ASSERT(body.error().reason == "chunk");
    }

    void rules_followTheRequest()
    {
        RequestReader reader(_limits);
        feedAll(reader, "HEAD / HTTP/1.0\r\n\r\n");
        const auto rules = reader.take().rules;
        CPPUNIT_ASSERT(rules.headOnly && rules.http10 && !rules.keepAlive && !rules.inputLeft);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestRequestReader);

}  // namespace
