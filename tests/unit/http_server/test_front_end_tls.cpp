#include "certificates.hpp"
#include "client.hpp"
#include "fakes.hpp"
#include "http/server/tls_context.hpp"
#include "tls_client.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <thread>

namespace {

using namespace http_server_test;
using namespace std::chrono_literals;

const std::string kGet = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string kGetAnswer = "GET /a  0";

class TestFrontEndTls : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestFrontEndTls);
    CPPUNIT_TEST(answers_keepTheConnection);
    CPPUNIT_TEST(pipelinedRequests_areAnsweredInTurn);
    CPPUNIT_TEST(bigBodies_goBothWays);
    CPPUNIT_TEST(versions_areOnePointTwoAndOnePointThree);
    CPPUNIT_TEST(keysOfBothKinds_areServed);
    CPPUNIT_TEST(stream_comesWithItsTrailers);
    CPPUNIT_TEST(stream_thatFailsEndsWithoutGoodbye);
    CPPUNIT_TEST(stream_isAbandonedWhenTheClientLeaves);
    CPPUNIT_TEST(stream_thatNobodyReadsIsAbandoned);
    CPPUNIT_TEST(close_saysGoodbye);
    CPPUNIT_TEST(goodbye_isAnswered);
    CPPUNIT_TEST(badRequest_isRefusedAndTheConnectionEndsInGoodOrder);
    CPPUNIT_TEST(slowHead_is408);
    CPPUNIT_TEST(plainHttp_isToldToUseHttps);
    CPPUNIT_TEST(garbage_isCutOff);
    CPPUNIT_TEST(slowHandshake_isCutOff);
    CPPUNIT_TEST(silentClients_holdNobodyUp);
    CPPUNIT_TEST(newCertificate_isForNewConnections);
    CPPUNIT_TEST(connectionsFull_areCutOff);
    CPPUNIT_TEST(stop_doesNotWaitForHandshakes);
    CPPUNIT_TEST(manyClients_atOnce);
    CPPUNIT_TEST_SUITE_END();

    Certificates _files;
    std::shared_ptr<const http::TlsContext> _context;

    std::shared_ptr<const http::TlsContext> context(const std::string& name)
    {
        _files.make(name);
        return std::make_shared<http::TlsContext>(_files.certificate(name), _files.key(name));
    }

    http::FrontEndOptions options()
    {
        http::FrontEndOptions result;
        result.tls = context("first");
        return result;
    }

    void answers_keepTheConnection()
    {
        Server server(nullptr, options());
        TlsClient client(server.port());
        for (int round = 0; round < 3; ++round) {
            const auto answer = client.send(kGet).read();
            CPPUNIT_ASSERT(answer.whole && answer.status == 200);
            CPPUNIT_ASSERT_EQUAL(kGetAnswer, answer.body);
        }
    }

    void pipelinedRequests_areAnsweredInTurn()
    {
        Server server(nullptr, options());
        TlsClient client(server.port());
        client.send(kGet + "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz" + kGet);
        CPPUNIT_ASSERT_EQUAL(kGetAnswer, client.read().body);
        CPPUNIT_ASSERT_EQUAL(std::string("POST /b  3"), client.read().body);
        CPPUNIT_ASSERT_EQUAL(kGetAnswer, client.read().body);
    }

    void bigBodies_goBothWays()
    {
        const std::string body(2'000'000, 'b');
        const std::string answer(8'000'000, 'a');
        std::size_t received = 0;
        Server server(
            [&](http::Request&& request, const std::shared_ptr<http::Exchange>& exchange) {
                received = request.body.size();
                exchange->respond({200, {}, answer, false});
            },
            options());
        TlsClient client(server.port());
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n" + body);
        const auto got = client.read();
        CPPUNIT_ASSERT(got.whole && got.body == answer);
        CPPUNIT_ASSERT_EQUAL(body.size(), received);
        CPPUNIT_ASSERT(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").read().whole);
    }

    void versions_areOnePointTwoAndOnePointThree()
    {
        Server server(nullptr, options());
        CPPUNIT_ASSERT_EQUAL(std::string("TLSv1.3"), TlsClient(server.port()).version());
        CPPUNIT_ASSERT_EQUAL(std::string("TLSv1.2"), TlsClient(server.port(), TLS1_2_VERSION).version());
        CPPUNIT_ASSERT_THROW(TlsClient(server.port(), TLS1_1_VERSION), std::runtime_error);
    }

    void keysOfBothKinds_areServed()
    {
        _files.make("rsa", "-newkey rsa:2048 -nodes");
        auto with = options();
        with.tls = std::make_shared<http::TlsContext>(_files.certificate("rsa"), _files.key("rsa"));
        Server server(nullptr, with);
        TlsClient client(server.port());
        CPPUNIT_ASSERT_EQUAL(std::string("rsa"), client.serverName());
        CPPUNIT_ASSERT_EQUAL(kGetAnswer, client.send(kGet).read().body);
    }

    /// A server of one stream.
    struct Streaming
    {
        explicit Streaming(const http::FrontEndOptions& options)
            : server(
                  [this](http::Request&&, const std::shared_ptr<http::Exchange>& exchange) {
                      exchange->stream({}, source);
                      started.raise();
                  },
                  options)
        {}
        std::shared_ptr<ScriptedSource> source = std::make_shared<ScriptedSource>();
        Signal started;
        Server server;
    };

    void stream_comesWithItsTrailers()
    {
        Streaming streaming(options());
        streaming.source->trailerFields = {{"X-Sum", "7"}};
        TlsClient client(streaming.server.port());
        client.send(kGet);
        std::thread producer([&] {
            for (int piece = 0; piece < 1000; ++piece)
                streaming.source->push("0123456789");
            streaming.source->end();
        });
        const auto answer = client.read();
        producer.join();
        CPPUNIT_ASSERT(answer.whole);
        CPPUNIT_ASSERT_EQUAL(std::size_t{10'000}, answer.body.size());
        CPPUNIT_ASSERT_EQUAL(std::string("7"), answer.trailers.at("X-Sum"));
        CPPUNIT_ASSERT_EQUAL(200, client.send(kGet).read(true).status);
    }

    void stream_thatFailsEndsWithoutGoodbye()
    {
        Streaming streaming(options());
        TlsClient client(streaming.server.port());
        client.send("GET /a HTTP/1.0\r\n\r\n");
        streaming.source->push("begun");
        while (client.readSome().find("begun") == std::string::npos) {
        }
        streaming.source->fail();
        client.readToEnd();
        CPPUNIT_ASSERT(!client.goodbye());
    }

    void stream_isAbandonedWhenTheClientLeaves()
    {
        Streaming streaming(options());
        TlsClient client(streaming.server.port());
        client.send(kGet);
        streaming.source->push("begun");
        client.readSome();
        client.close();
        streaming.source->left.await();
    }

    void stream_thatNobodyReadsIsAbandoned()
    {
        auto with = options();
        with.stall = 100ms;
        Streaming streaming(with);
        TlsClient client(streaming.server.port());
        streaming.source->flood();
        client.send(kGet);
        streaming.source->left.await();
    }

    void close_saysGoodbye()
    {
        Server server(nullptr, options());
        TlsClient client(server.port());
        client.send("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").readToEnd();
        CPPUNIT_ASSERT(client.goodbye());
    }

    void goodbye_isAnswered()
    {
        Server server(nullptr, options());
        TlsClient client(server.port());
        CPPUNIT_ASSERT_EQUAL(200, client.send(kGet).read().status);
        client.sayGoodbye();
        client.readToEnd();
        CPPUNIT_ASSERT(client.goodbye());
    }

    void badRequest_isRefusedAndTheConnectionEndsInGoodOrder()
    {
        Server server(nullptr, options());
        TlsClient client(server.port());
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n" +
                    std::string(100'000, 'x'));
        CPPUNIT_ASSERT_EQUAL(400, client.read().status);
        client.readToEnd();
        CPPUNIT_ASSERT(client.goodbye());
    }

    void slowHead_is408()
    {
        auto with = options();
        with.slowBody = 50ms;
        Server server(nullptr, with);
        TlsClient client(server.port());
        CPPUNIT_ASSERT_EQUAL(408, client.send("GET / HTTP/1.1\r\nHo").read().status);
    }

    void plainHttp_isToldToUseHttps()
    {
        Server server(nullptr, options());
        Client client(server.port());
        const auto answer = client.send(kGet).read();
        CPPUNIT_ASSERT_EQUAL(400, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("https_required"), answer.body);
    }

    void garbage_isCutOff()
    {
        Server server(nullptr, options());
        Client client(server.port());
        client.send(std::string("\x16\x03\x01\x00\x05garbage", 12)).readToEnd();
        CPPUNIT_ASSERT_EQUAL(kGetAnswer, TlsClient(server.port()).send(kGet).read().body);
    }

    void slowHandshake_isCutOff()
    {
        auto with = options();
        with.handshake = 50ms;
        Server server(nullptr, with);
        CPPUNIT_ASSERT(Client(server.port()).closedByServer());
        CPPUNIT_ASSERT(Client(server.port()).send("\x16\x03\x01").closedByServer());
    }

    void silentClients_holdNobodyUp()
    {
        Server server(nullptr, options());
        std::vector<std::unique_ptr<Client>> silent;
        for (int index = 0; index < 64; ++index) {
            silent.push_back(std::make_unique<Client>(server.port()));
            if (index % 2 == 0) silent.back()->send("\x16\x03\x01");
        }
        CPPUNIT_ASSERT_EQUAL(kGetAnswer, TlsClient(server.port()).send(kGet).read().body);
    }

    void newCertificate_isForNewConnections()
    {
        Server server(nullptr, options());
        TlsClient before(server.port());
        CPPUNIT_ASSERT_EQUAL(kGetAnswer, before.send(kGet).read().body);
        server.frontEnd.setTls(context("second"));
        CPPUNIT_ASSERT_EQUAL(std::string("second"), TlsClient(server.port()).serverName());
        CPPUNIT_ASSERT_EQUAL(std::string("first"), before.serverName());
        CPPUNIT_ASSERT_EQUAL(kGetAnswer, before.send(kGet).read().body);
    }

    void connectionsFull_areCutOff()
    {
        auto with = options();
        with.maxConnections = 1;
        Server server(nullptr, with);
        TlsClient client(server.port());
        CPPUNIT_ASSERT_THROW(TlsClient(server.port()), std::runtime_error);
        CPPUNIT_ASSERT_EQUAL(kGetAnswer, client.send(kGet).read().body);
    }

    void stop_doesNotWaitForHandshakes()
    {
        Server server(nullptr, options());
        Client silent(server.port());
        TlsClient(server.port()).send(kGet).read();
        CPPUNIT_ASSERT(server.frontEnd.stop(20s));
    }

    void manyClients_atOnce()
    {
        Server server(nullptr, options());
        std::atomic<int> good = 0;
        std::vector<std::thread> threads;
        threads.reserve(8);
        for (int index = 0; index < 8; ++index)
            threads.emplace_back([&] {
                for (int round = 0; round < 10; ++round) {
                    TlsClient client(server.port());
                    client.send(kGet + kGet);
                    good += client.read().body == kGetAnswer ? 1 : 0;
                    if (round % 2 == 0) good += client.read().body == kGetAnswer ? 1 : 0;
                }
            });
        for (auto& thread : threads)
            thread.join();
        CPPUNIT_ASSERT_EQUAL(8 * 15, good.load());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestFrontEndTls);

}  // namespace
