#include "http/server/framing_scan.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

namespace {

using namespace scaispeak::http;

struct Case
{
    std::string name;
    std::string head;
    /// Empty: accepted.
    std::string reason;
    int status = 400;
};

std::string get(const std::string& fields, const std::string& line = "GET / HTTP/1.1")
{
    return line + "\r\n" + fields + "\r\n";
}

const std::string kHost = "Host: a\r\n";

std::string target(const std::string& text, const std::string& method = "GET")
{
    return get(kHost, method + " " + text + " HTTP/1.1");
}

/// What the scan makes of a head: the reason of a refusal, "" if accepted, "incomplete".
std::string verdict(const std::string& head, int& status)
{
    const HeadLimits limits;
    const auto found = findHeadEnd(head, 0, limits);
    const auto* refused = std::get_if<FramingError>(&found);
    if (std::holds_alternative<HeadIncomplete>(found)) return "incomplete";
    const auto scanned =
        refused ? std::variant<HeadFields, FramingError>(*refused)
                : scanHead(std::string_view(head).substr(0, std::get<HeadEnd>(found).end), limits);
    const auto* error = std::get_if<FramingError>(&scanned);
    if (!error) return "";
    status = error->status;
    CPPUNIT_ASSERT(!error->message.empty());
    return std::string(error->reason);
}

void check(const std::vector<Case>& cases)
{
    for (const auto& entry : cases) {
        int status = 400;
        CPPUNIT_ASSERT_EQUAL_MESSAGE(entry.name, entry.reason, verdict(entry.head, status));
        CPPUNIT_ASSERT_EQUAL_MESSAGE(entry.name, entry.status, status);
    }
}

HeadFields accepted(const std::string& head)
{
    const auto scanned = scanHead(head, HeadLimits{});
    CPPUNIT_ASSERT(std::holds_alternative<HeadFields>(scanned));
    return std::get<HeadFields>(scanned);
}

class TestFramingScan : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestFramingScan);
    CPPUNIT_TEST(requestLine_table);
    CPPUNIT_TEST(target_table);
    CPPUNIT_TEST(headers_table);
    CPPUNIT_TEST(bodyLength_table);
    CPPUNIT_TEST(host_table);
    CPPUNIT_TEST(limits_table);
    CPPUNIT_TEST(start_hopelessBytesAreRefusedEarly);
    CPPUNIT_TEST(parts_ofTheTarget);
    CPPUNIT_TEST(parts_ofTheHeaders);
    CPPUNIT_TEST(contentLength_saturates);
    CPPUNIT_TEST(keepAlive_byVersionAndConnection);
    CPPUNIT_TEST(headEnd_goesOnWhereItStopped);
    CPPUNIT_TEST_SUITE_END();

    void requestLine_table()
    {
        check({
            {"plain", get(kHost), ""},
            {"1.0", get("", "GET / HTTP/1.0"), ""},
            {"1.2 is read as 1.1", get(kHost, "GET / HTTP/1.2"), ""},
            {"1.9 needs what 1.1 needs", get("", "GET / HTTP/1.9"), "host"},
            {"any token is a method", get(kHost, "M-SEARCH / HTTP/1.1"), ""},
            {"lower case method", get(kHost, "get / HTTP/1.1"), ""},
            {"no method", get(kHost, " / HTTP/1.1"), "method"},
            {"method is no token", get(kHost, "G(T / HTTP/1.1"), "method"},
            {"method too long", get(kHost, std::string(33, 'A') + " / HTTP/1.1"), "method"},
            {"two spaces before the target", get(kHost, "GET  / HTTP/1.1"), "target"},
            {"two spaces before the version", get(kHost, "GET /  HTTP/1.1"), "target"},
            {"tab for a space", get(kHost, "GET\t/ HTTP/1.1"), "method"},
            {"no version", get(kHost, "GET /"), "request_line"},
            {"space at the end", get(kHost, "GET / HTTP/1.1 "), "target"},
            {"2.0", get(kHost, "GET / HTTP/2.0"), "version_unsupported", 505},
            {"3.1", get(kHost, "GET / HTTP/3.1"), "version_unsupported", 505},
            {"0.9", get(kHost, "GET / HTTP/0.9"), "version_unsupported", 505},
            {"two digits", get(kHost, "GET / HTTP/1.10"), "version"},
            {"lower case version", get(kHost, "GET / http/1.1"), "version"},
            {"no HTTP", get(kHost, "GET / FTP/1.1"), "version"},
        });
    }

    void target_table()
    {
        check({
            {"path and query", target("/a/b?c=d&e"), ""},
            {"percent-encoded", target("/%00%2f"), ""},
            {"absolute", target("http://a/b?c"), ""},
            {"absolute, https, port", target("HTTPS://a:443/b"), ""},
            {"absolute without path", target("http://a"), ""},
            {"absolute, IPv6", target("http://[::1]:80/"), ""},
            {"asterisk with OPTIONS", target("*", "OPTIONS"), ""},
            {"asterisk with GET", target("*"), "target"},
            {"other scheme", target("ftp://a/b"), "target"},
            {"scheme without authority", target("http:///b"), "target"},
            {"authority with a user's sign", target("http://u@a/"), "target"},
            {"relative", target("a/b"), "target"},
            {"authority form", target("a:443", "CONNECT"), "target"},
            {"fragment", target("/a#b"), "target"},
            {"control character", target("/a\x01"), "target"},
            {"NUL", target(std::string("/a\0b", 4)), "target"},
            {"delete", target("/\x7f"), "target"},
            {"not ASCII", target("/\xc3\xa4"), "target"},
            {"bare CR", target("/a\rb"), "target"},
        });
    }

    void headers_table()
    {
        check({
            {"empty value", get(kHost + "X:\r\n"), ""},
            {"blanks round the value", get(kHost + "X: \t v \t\r\n"), ""},
            {"Latin-1 value", get(kHost + "X: \xe4\r\n"), ""},
            {"tab in the value", get(kHost + "X: a\tb\r\n"), ""},
            {"unknown expectation in 1.0", get("Expect: x\r\n", "GET / HTTP/1.0"), ""},
            {"folded", get(kHost + "X: a\r\n b\r\n"), "folded_header"},
            {"folded by tab", get(kHost + "X: a\r\n\tb\r\n"), "folded_header"},
            {"blank before the first header", get(" " + kHost), "folded_header"},
            {"space before the colon", get(kHost + "X : a\r\n"), "header_name"},
            {"empty name", get(kHost + ": a\r\n"), "header_name"},
            {"no colon", get(kHost + "X\r\n"), "header_name"},
            {"name is no token", get(kHost + "X(y): a\r\n"), "header_name"},
            {"name is not ASCII", get(kHost + "\xc3\xa4: a\r\n"), "header_name"},
            {"NUL in the value", get(kHost + std::string("X: a\0b\r\n", 8)), "header_value"},
            {"control character in the value", get(kHost + "X: a\x1b[2J\r\n"), "header_value"},
            {"bare CR in the value", get(kHost + "X: a\rY: b\r\n"), "header_value"},
            {"CR CR LF", get(kHost + "X: a\r\r\n"), "header_value"},
            {"bare LF ends a header", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", "line_end"},
            {"bare LF ends the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", "line_end"},
            {"bare LF ends the head", "GET / HTTP/1.1\r\nHost: a\r\n\n", "line_end"},
            {"unknown expectation", get(kHost + "Expect: 200-ok\r\n"), "expectation", 417},
        });
    }

    void bodyLength_table()
    {
        const std::string chunked = "Transfer-Encoding: chunked\r\n";
        const std::string length = "Content-Length: 5\r\n";
        check({
            {"length", get(kHost + length), ""},
            {"leading zero", get(kHost + "Content-Length: 005\r\n"), ""},
            {"chunked", get(kHost + chunked), ""},
            {"coding names have no case", get(kHost + "transfer-encoding: Chunked\r\n"), ""},
            {"both", get(kHost + length + chunked), "content_length"},
            {"both, other order", get(kHost + chunked + length), "content_length"},
            {"two lengths", get(kHost + length + "Content-Length: 6\r\n"), "content_length"},
            {"two equal lengths", get(kHost + length + length), "content_length"},
            {"list of lengths", get(kHost + "Content-Length: 5, 5\r\n"), "content_length"},
            {"negative", get(kHost + "Content-Length: -1\r\n"), "content_length"},
            {"plus sign", get(kHost + "Content-Length: +5\r\n"), "content_length"},
            {"hexadecimal", get(kHost + "Content-Length: 0x5\r\n"), "content_length"},
            {"letters after digits", get(kHost + "Content-Length: 2x\r\n"), "content_length"},
            {"blank within", get(kHost + "Content-Length: 1 2\r\n"), "content_length"},
            {"empty", get(kHost + "Content-Length:\r\n"), "content_length"},
            {"space before the colon", get(kHost + "Content-Length : 5\r\n"), "header_name"},
            {"gzip", get(kHost + "Transfer-Encoding: gzip\r\n"), "transfer_encoding"},
            {"gzip, chunked", get(kHost + "Transfer-Encoding: gzip, chunked\r\n"), "transfer_encoding"},
            {"identity", get(kHost + "Transfer-Encoding: identity\r\n"), "transfer_encoding"},
            {"quoted", get(kHost + "Transfer-Encoding: \"chunked\"\r\n"), "transfer_encoding"},
            {"parameter", get(kHost + "Transfer-Encoding: chunked;q=1\r\n"), "transfer_encoding"},
            {"vertical tab",
             get(kHost + "Transfer-Encoding: \x0b"
                         "chunked\r\n"),
             "header_value"},
            {"empty coding", get(kHost + "Transfer-Encoding:\r\n"), "transfer_encoding"},
            {"chunked twice", get(kHost + chunked + chunked), "transfer_encoding"},
            {"chunked in 1.0", get(chunked, "POST / HTTP/1.0"), "transfer_encoding"},
        });
    }

    void host_table()
    {
        check({
            {"port", get("Host: a.example:8443\r\n"), ""},
            {"IPv6", get("Host: [::1]:80\r\n"), ""},
            {"empty", get("Host:\r\n"), ""},
            {"one in 1.0", get(kHost, "GET / HTTP/1.0"), ""},
            {"none in 1.1", get(""), "host"},
            {"two", get(kHost + kHost), "host"},
            {"two in 1.0", get(kHost + kHost, "GET / HTTP/1.0"), "host"},
            {"path in it", get("Host: a/b\r\n"), "host"},
            {"user in it", get("Host: u@a\r\n"), "host"},
            {"blank in it", get("Host: a b\r\n"), "host"},
        });
    }

    void limits_table()
    {
        std::string many;
        for (int index = 0; index < 100; ++index)
            many += "X: a\r\n";
        check({
            {"target at the limit", target("/" + std::string(8191, 'a')), ""},
            {"target over the limit", target("/" + std::string(8192, 'a')), "target_too_long", 414},
            {"head over the limit", get(kHost + "X: " + std::string(16 * 1024, 'a') + "\r\n"),
             "head_too_large", 431},
            {"99 headers and a host", get(kHost + many.substr(6)), ""},
            {"100 headers and a host", get(kHost + many), "head_too_large", 431},
            {"endless target", "GET /" + std::string(9000, 'a'), "target_too_long", 414},
            {"endless header", "GET / HTTP/1.1\r\nX: " + std::string(17000, 'a'), "head_too_large", 431},
        });
    }

    void start_hopelessBytesAreRefusedEarly()
    {
        check({
            {"TLS to a plain port", std::string("\x16\x03\x01\x02\x00", 5), "method"},
            {"no space in sight", std::string(33, 'A'), "method"},
            {"bare LF at once", "GET / HTTP/1.1\n", "line_end"},
            {"a head may still come", "GET / HTT", "incomplete"},
            {"nothing yet", "", "incomplete"},
        });
    }

    void parts_ofTheTarget()
    {
        const auto whole = target("http://a:1/b/c?d=e?f");
        const auto head = accepted(whole);
        CPPUNIT_ASSERT(head.target == "/b/c?d=e?f" && head.path == "/b/c" && head.query == "d=e?f");
        const auto bare = target("http://a");
        CPPUNIT_ASSERT(accepted(bare).target == "/" && accepted(bare).path == "/" &&
                       accepted(bare).query.empty());
        const auto queryOnly = target("http://a?b");
        CPPUNIT_ASSERT(accepted(queryOnly).path == "/" && accepted(queryOnly).query == "b");
        const auto asterisk = target("*", "OPTIONS");
        CPPUNIT_ASSERT(accepted(asterisk).path == "*");
    }

    void parts_ofTheHeaders()
    {
        const auto text = get("Host: a\r\nX-Y: \t b c \r\nExpect: 100-Continue\r\nContent-Length: 17\r\n",
                              "POST /p HTTP/1.1");
        const auto head = accepted(text);
        CPPUNIT_ASSERT(head.method == "POST" && head.minorVersion == 1 && head.expectContinue);
        CPPUNIT_ASSERT_EQUAL(std::size_t(4), head.fields.size());
        CPPUNIT_ASSERT(head.fields[1].first == "X-Y" && head.fields[1].second == "b c");
        CPPUNIT_ASSERT_EQUAL(std::uint64_t(17), head.contentLength.value());
    }

    void contentLength_saturates()
    {
        const auto at = get(kHost + "Content-Length: 18446744073709551615\r\n");
        const auto over = get(kHost + "Content-Length: 18446744073709551617\r\n");
        CPPUNIT_ASSERT_EQUAL(~std::uint64_t(0), accepted(at).contentLength.value());
        CPPUNIT_ASSERT_EQUAL(~std::uint64_t(0), accepted(over).contentLength.value());
    }

    void keepAlive_byVersionAndConnection()
    {
        const auto keeps = [](const std::string& text) { return accepted(text).keepAlive; };
        CPPUNIT_ASSERT(keeps(get(kHost)));
        CPPUNIT_ASSERT(!keeps(get(kHost + "Connection: foo, Close\r\n")));
        CPPUNIT_ASSERT(!keeps(get(kHost + "Connection: keep-alive\r\nConnection: close\r\n")));
        CPPUNIT_ASSERT(!keeps(get("", "GET / HTTP/1.0")));
        CPPUNIT_ASSERT(keeps(get("Connection: Keep-Alive\r\n", "GET / HTTP/1.0")));
    }

    void headEnd_goesOnWhereItStopped()
    {
        const auto text = get(kHost + "X: y\r\n") + "rest";
        std::size_t from = 0;
        for (std::size_t size = 0; size < text.size() - 4; ++size) {
            const auto found = findHeadEnd(std::string_view(text).substr(0, size), from, HeadLimits{});
            CPPUNIT_ASSERT(std::holds_alternative<HeadIncomplete>(found));
            from = std::get<HeadIncomplete>(found).from;
        }
        const auto found = findHeadEnd(text, from, HeadLimits{});
        CPPUNIT_ASSERT_EQUAL(text.size() - 4, std::get<HeadEnd>(found).end);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestFramingScan);

}  // namespace
