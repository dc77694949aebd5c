#include "client.hpp"
#include "fakes.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <stdexcept>
#include <thread>

namespace {

using namespace http_server_test;

const std::string kGet = "GET /a?b HTTP/1.1\r\nHost: a\r\n\r\n";

std::string post(const std::string& fields, const std::string& body = "")
{
    return "POST /p HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

class TestFrontEndRequests : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestFrontEndRequests);
    CPPUNIT_TEST(request_reachesTheHandlerWhole);
    CPPUNIT_TEST(keepAlive_manyOnOneConnection);
    CPPUNIT_TEST(pipelined_threeInOrder);
    CPPUNIT_TEST(pipelined_behindADeferredAnswer);
    CPPUNIT_TEST(chunkedRequest_splitAtEveryByte);
    CPPUNIT_TEST(expectContinue_isAnswered);
    CPPUNIT_TEST(expectContinue_notForABodyOverTheLimit);
    CPPUNIT_TEST(head_hasNoBody);
    CPPUNIT_TEST(http10_closes);
    CPPUNIT_TEST(http10_keepsAliveOnDemand);
    CPPUNIT_TEST(close_isKept);
    CPPUNIT_TEST(bodyTooLarge_byLength);
    CPPUNIT_TEST(bodyTooLarge_byChunks);
    CPPUNIT_TEST(framingError_isAnsweredAndCloses);
    CPPUNIT_TEST(unreadBody_isNoRequest);
    CPPUNIT_TEST(ipv6_peerAddress);
    CPPUNIT_TEST(bindError_namesAddressAndPort);
    CPPUNIT_TEST_SUITE_END();

    void request_reachesTheHandlerWhole()
    {
        std::promise<std::string> seen;
        Server server([&](http::Request&& request, std::shared_ptr<http::Exchange> exchange) {
            seen.set_value(request.head.getMethod() + "|" + request.head.getURI() + "|" + request.path + "|" +
                           request.query + "|" + request.body + "|" + request.head.get("x-y") + "|" +
                           request.peerAddress);
            exchange->respond({});
        });
        Client client(server.port());
        client.send("POST /a%20b?c=%41 HTTP/1.1\r\nHost: a\r\nX-Y: z\r\nContent-Length: 4\r\n\r\nbody");
        auto result = seen.get_future();
        CPPUNIT_ASSERT_EQUAL(std::string("POST|/a%20b?c=%41|/a%20b|c=%41|body|z|127.0.0.1"), take(result));
    }

    void keepAlive_manyOnOneConnection()
    {
        Server server;
        Client client(server.port());
        for (int round = 0; round < 50; ++round)
            CPPUNIT_ASSERT_EQUAL(std::string("POST /p  3"),
                                 client.send(post("Content-Length: 3\r\n", "abc")).read().body);
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), server.frontEnd.figures().connections);
    }

    void pipelined_threeInOrder()
    {
        Server server;
        Client client(server.port());
        client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n" + post("Content-Length: 2\r\n", "xy") +
                    "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
        CPPUNIT_ASSERT_EQUAL(std::string("GET /1  0"), client.read().body);
        CPPUNIT_ASSERT_EQUAL(std::string("POST /p  2"), client.read().body);
        CPPUNIT_ASSERT_EQUAL(std::string("GET /3  0"), client.read().body);
    }

    void pipelined_behindADeferredAnswer()
    {
        std::promise<std::shared_ptr<http::Exchange>> first;
        Server server([&](http::Request&& request, std::shared_ptr<http::Exchange> exchange) {
            if (request.path == "/1")
                first.set_value(exchange);
            else
                exchange->respond({200, {}, "second", false});
        });
        Client client(server.port());
        client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
        auto future = first.get_future();
        const auto exchange = take(future);
        client.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
        exchange->respond({200, {}, "first", false});
        CPPUNIT_ASSERT_EQUAL(std::string("first"), client.read().body);
        CPPUNIT_ASSERT_EQUAL(std::string("second"), client.read().body);
    }

    void chunkedRequest_splitAtEveryByte()
    {
        Server server;
        const auto text =
            post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n2;e=f\r\nde\r\n0\r\nT: v\r\n\r\n");
        Client client(server.port());
        for (std::size_t cut = 1; cut < text.size(); cut += 3) {
            client.send(text.substr(0, cut));
            std::this_thread::yield();
            client.send(text.substr(cut));
            CPPUNIT_ASSERT_EQUAL(std::string("POST /p  5"), client.read().body);
        }
        for (const char byte : text)
            client.send({&byte, 1});
        CPPUNIT_ASSERT_EQUAL(std::string("POST /p  5"), client.read().body);
    }

    void expectContinue_isAnswered()
    {
        Server server;
        Client client(server.port());
        client.send(post("Expect: 100-continue\r\nContent-Length: 3\r\n"));
        CPPUNIT_ASSERT_EQUAL(100, client.read().status);
        CPPUNIT_ASSERT_EQUAL(std::string("POST /p  3"), client.send("abc").read().body);
    }

    void expectContinue_notForABodyOverTheLimit()
    {
        Server server;
        Client client(server.port());
        client.send(post("Expect: 100-continue\r\nContent-Length: 9999999\r\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("POST /p  too large"), client.read().body);
    }

    void head_hasNoBody()
    {
        Server server;
        Client client(server.port());
        client.send("HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n" + kGet);
        auto answer = client.read(true);
        CPPUNIT_ASSERT_EQUAL(std::string("10"), answer.headers["Content-Length"]);
        CPPUNIT_ASSERT_EQUAL(std::string("GET /a b 0"), client.read().body);
    }

    void http10_closes()
    {
        Server server;
        Client client(server.port());
        auto answer = client.send("GET / HTTP/1.0\r\n\r\n").read();
        CPPUNIT_ASSERT_EQUAL(std::string("close"), answer.headers["Connection"]);
        CPPUNIT_ASSERT(client.closedByServer());
    }

    void http10_keepsAliveOnDemand()
    {
        Server server;
        Client client(server.port());
        for (int round = 0; round < 2; ++round)
            CPPUNIT_ASSERT_EQUAL(
                std::string("keep-alive"),
                client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").read().headers["Connection"]);
    }

    void close_isKept()
    {
        Server server([](http::Request&& request, std::shared_ptr<http::Exchange> exchange) {
            exchange->respond({200, {}, "x", request.path == "/close"});
        });
        for (const std::string head :
             {"GET / HTTP/1.1\r\nConnection: close\r\n", "GET /close HTTP/1.1\r\n"}) {
            Client client(server.port());
            CPPUNIT_ASSERT_EQUAL(std::string("close"),
                                 client.send(head + "Host: a\r\n\r\n").read().headers["Connection"]);
            client.endOutput();
            CPPUNIT_ASSERT(client.closedByServer());
        }
    }

    void bodyTooLarge_byLength()
    {
        http::FrontEndOptions options;
        // However late the sender comes to send, it is heard to the end.
        options.linger = std::chrono::seconds(20);
        Server server(nullptr, options);
        Client client(server.port());
        std::thread sender(
            [&] { client.send(post("Content-Length: 3145728\r\n", std::string(3145728, 'x'))); });
        auto answer = client.read();
        sender.join();
        CPPUNIT_ASSERT_EQUAL(std::string("POST /p  too large"), answer.body);
        CPPUNIT_ASSERT_EQUAL(std::string("close"), answer.headers["Connection"]);
        client.endOutput();
        bool reset = true;
        CPPUNIT_ASSERT(client.readToEnd(&reset).empty() && !reset);
    }

    void bodyTooLarge_byChunks()
    {
        http::FrontEndOptions options;
        options.maxBodyBytes = 1000;
        Server server(nullptr, options);
        Client client(server.port());
        std::string body;
        for (int chunk = 0; chunk < 30; ++chunk)
            body += "64\r\n" + std::string(100, 'x') + "\r\n";
        auto answer = client.send(post("Transfer-Encoding: chunked\r\n", body)).read();
        CPPUNIT_ASSERT_EQUAL(std::string("POST /p  too large"), answer.body);
        client.endOutput();
        CPPUNIT_ASSERT(client.closedByServer());
    }

    void framingError_isAnsweredAndCloses()
    {
        Server server;
        for (const std::string text :
             {"GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01",
              "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx"}) {
            Client client(server.port());
            auto answer = client.send(text + kGet).read();
            CPPUNIT_ASSERT_EQUAL(400, answer.status);
            CPPUNIT_ASSERT(!answer.body.empty());
            client.endOutput();
            CPPUNIT_ASSERT(client.closedByServer());
        }
    }

    void unreadBody_isNoRequest()
    {
        std::atomic<int> handled{0};
        Server server([&](http::Request&& request, std::shared_ptr<http::Exchange> exchange) {
            ++handled;
            exchange->respond({200, {}, request.path, false});
        });
        Client client(server.port());
        const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
        client.send(post("Content-Length: " + std::to_string(smuggled.size()) + "\r\n", smuggled) + kGet);
        CPPUNIT_ASSERT_EQUAL(std::string("/p"), client.read().body);
        CPPUNIT_ASSERT_EQUAL(std::string("/a"), client.read().body);
        CPPUNIT_ASSERT_EQUAL(2, handled.load());
    }

    void ipv6_peerAddress()
    {
        http::FrontEndOptions options;
        options.address = "::";
        std::promise<std::string> peer;
        Server server(
            [&](http::Request&& request, std::shared_ptr<http::Exchange> exchange) {
                peer.set_value(request.peerAddress);
                exchange->respond({});
            },
            options);
        Client client(server.port());
        CPPUNIT_ASSERT_EQUAL(200, client.send(kGet).read().status);
        auto future = peer.get_future();
        CPPUNIT_ASSERT_EQUAL(std::string("127.0.0.1"), take(future));
    }

    void bindError_namesAddressAndPort()
    {
        Server server;
        http::FrontEndOptions options;
        options.port = server.port();
        ScriptedHandler handler;
        CountingLogger logger;
        http::FrontEnd second(options, handler, logger);
        try {
            second.start();
            CPPUNIT_FAIL("two servers on one port");
        }
        catch (const std::runtime_error& error) {
            const std::string text = error.what();
            CPPUNIT_ASSERT(text.find("127.0.0.1 port " + std::to_string(server.port())) != std::string::npos);
            CPPUNIT_ASSERT(text.find("in use") != std::string::npos);
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestFrontEndRequests);

}  // namespace
