#include "client.hpp"
#include "fakes.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <chrono>
#include <thread>

namespace {

using namespace http_server_test;

const std::string kStream = "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string kUnary = "GET /unary HTTP/1.1\r\nHost: a\r\n\r\n";

/// A server whose /stream is fed by `source`; everything else is answered at once.
struct StreamServer
{
    explicit StreamServer(http::FrontEndOptions options = {})
        : server(
              [this](http::Request&& request, std::shared_ptr<http::Exchange> exchange) {
                  if (request.path != "/stream") return exchange->respond({200, {}, "unary", false});
                  exchange->onDisconnect([this] { gone.raise(); });
                  exchange->onFinished(
                      [this](const http::ExchangeResult& result) { finished.set_value(result); });
                  exchange->stream({200, {{"Content-Type", "audio/x"}}, "X-Sum"}, source);
                  started.raise();
              },
              options)
    {
        source->trailerFields = {{"X-Sum", "7"}};
    }

    http::ExchangeResult result()
    {
        auto future = finished.get_future();
        return take(future);
    }

    std::shared_ptr<ScriptedSource> source = std::make_shared<ScriptedSource>();
    Signal gone;
    Signal started;
    std::promise<http::ExchangeResult> finished;
    Server server;
};

class TestFrontEndStreams : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestFrontEndStreams);
    CPPUNIT_TEST(stream_isChunkedWithTrailers);
    CPPUNIT_TEST(stream_headWaitsForTheFirstBytes);
    CPPUNIT_TEST(stream_bytesComeAsTheyAreMade);
    CPPUNIT_TEST(stream_bigBodyArrivesWhole);
    CPPUNIT_TEST(stream_emptyBody);
    CPPUNIT_TEST(keepAlive_afterAStream);
    CPPUNIT_TEST(pipelined_behindAStream);
    CPPUNIT_TEST(failed_hasNoLastChunk);
    CPPUNIT_TEST(failed_beforeTheFirstByteIs500);
    CPPUNIT_TEST(throwing_countsAsFailed);
    CPPUNIT_TEST(head_sendsNoBody);
    CPPUNIT_TEST(http10_isEndedByClosing);
    CPPUNIT_TEST(http10_failureIsAReset);
    CPPUNIT_TEST(disconnect_abandonsAndFiresTheHook);
    CPPUNIT_TEST(disconnect_beforeTheFirstByte);
    CPPUNIT_TEST(stalledReader_holdsNobodyUpAndIsCut);
    CPPUNIT_TEST(slowReader_getsEverything);
    CPPUNIT_TEST(manyStreams_atOnce);
    CPPUNIT_TEST_SUITE_END();

    void stream_isChunkedWithTrailers()
    {
        StreamServer stream;
        Client client(stream.server.port());
        client.send(kStream);
        stream.source->push("hello ");
        stream.source->push("world");
        stream.source->end();
        auto answer = client.read();
        CPPUNIT_ASSERT(answer.whole);
        CPPUNIT_ASSERT_EQUAL(std::string("hello world"), answer.body);
        CPPUNIT_ASSERT_EQUAL(std::string("chunked"), answer.headers["Transfer-Encoding"]);
        CPPUNIT_ASSERT_EQUAL(std::string("X-Sum"), answer.headers["Trailer"]);
        CPPUNIT_ASSERT_EQUAL(std::string("7"), answer.trailers["X-Sum"]);
        const auto result = stream.result();
        CPPUNIT_ASSERT(result.completed && result.status == 200 && result.bytesSent > 11);
        CPPUNIT_ASSERT_EQUAL(0, stream.source->left.raised());
    }

    void stream_headWaitsForTheFirstBytes()
    {
        StreamServer stream;
        Client client(stream.server.port());
        client.send(kStream);
        stream.started.await();
        stream.source->push("abc");
        // Head and first chunk come in one piece.
        const auto first = client.readSome();
        CPPUNIT_ASSERT(first.find("\r\n\r\n3\r\nabc\r\n") != std::string::npos);
    }

    void stream_bytesComeAsTheyAreMade()
    {
        StreamServer stream;
        Client client(stream.server.port());
        client.send(kStream);
        for (int piece = 0; piece < 50; ++piece) {
            stream.source->push("piece");
            CPPUNIT_ASSERT(client.readSome().find("piece") != std::string::npos);
        }
    }

    void stream_bigBodyArrivesWhole()
    {
        StreamServer stream;
        Client client(stream.server.port());
        client.send(kStream);
        std::string body;
        for (int index = 0; index < 1'000'000; ++index)
            body += std::to_string(index);
        std::thread engine([&] {
            for (std::size_t at = 0; at < body.size(); at += 10'000)
                stream.source->push(std::string_view(body).substr(at, 10'000));
            stream.source->end();
        });
        const auto answer = client.read();
        engine.join();
        CPPUNIT_ASSERT(answer.whole && answer.body == body);
    }

    void stream_emptyBody()
    {
        StreamServer stream;
        Client client(stream.server.port());
        client.send(kStream);
        stream.source->end();
        auto answer = client.read();
        CPPUNIT_ASSERT(answer.whole && answer.body.empty() && answer.trailers["X-Sum"] == "7");
    }

    void keepAlive_afterAStream()
    {
        StreamServer stream;
        Client client(stream.server.port());
        client.send(kStream);
        stream.source->push("x");
        stream.source->end();
        CPPUNIT_ASSERT(client.read().whole);
        CPPUNIT_ASSERT_EQUAL(std::string("unary"), client.send(kUnary).read().body);
    }

    void pipelined_behindAStream()
    {
        StreamServer stream;
        Client client(stream.server.port());
        client.send(kStream + kUnary);
        client.send(kUnary);
        stream.source->push("x");
        stream.source->end();
        CPPUNIT_ASSERT(client.read().whole);
        CPPUNIT_ASSERT_EQUAL(std::string("unary"), client.read().body);
        CPPUNIT_ASSERT_EQUAL(std::string("unary"), client.read().body);
    }

    void failed_hasNoLastChunk()
    {
        StreamServer stream;
        Client client(stream.server.port());
        client.send(kStream);
        stream.source->push("part");
        CPPUNIT_ASSERT(client.readSome().find("part") != std::string::npos);
        stream.source->fail();
        CPPUNIT_ASSERT(client.closedByServer());
        CPPUNIT_ASSERT(!stream.result().completed);
        CPPUNIT_ASSERT_EQUAL(0, stream.source->left.raised());
    }

    void failed_beforeTheFirstByteIs500()
    {
        StreamServer stream;
        Client client(stream.server.port());
        client.send(kStream);
        stream.source->fail();
        CPPUNIT_ASSERT_EQUAL(500, client.read().status);
        CPPUNIT_ASSERT_EQUAL(500, stream.result().status);
        CPPUNIT_ASSERT_EQUAL(std::string("unary"), client.send(kUnary).read().body);
    }

    void throwing_countsAsFailed()
    {
        struct Throwing : ScriptedSource
        {
            Read read(std::span<char>) override { throw std::runtime_error("broken"); }
        };
        StreamServer stream;
        stream.source = std::make_shared<Throwing>();
        Client client(stream.server.port());
        CPPUNIT_ASSERT_EQUAL(500, client.send(kStream).read().status);
    }

    void head_sendsNoBody()
    {
        StreamServer stream;
        Client client(stream.server.port());
        client.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n" + kUnary);
        auto answer = client.read(true);
        CPPUNIT_ASSERT_EQUAL(std::string("audio/x"), answer.headers["Content-Type"]);
        stream.source->left.await();
        CPPUNIT_ASSERT_EQUAL(std::string("unary"), client.read().body);
    }

    void http10_isEndedByClosing()
    {
        StreamServer stream;
        Client client(stream.server.port());
        client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        stream.source->push("hello");
        stream.source->end();
        auto answer = client.read();
        CPPUNIT_ASSERT_EQUAL(std::string("hello"), answer.body);
        CPPUNIT_ASSERT(answer.whole);
        CPPUNIT_ASSERT(answer.headers.count("Transfer-Encoding") == 0 &&
                       answer.headers.count("Trailer") == 0);
        CPPUNIT_ASSERT_EQUAL(std::string("close"), answer.headers["Connection"]);
    }

    void http10_failureIsAReset()
    {
        StreamServer stream;
        Client client(stream.server.port());
        client.send("GET /stream HTTP/1.0\r\n\r\n");
        stream.source->push("part");
        CPPUNIT_ASSERT(client.readSome().find("part") != std::string::npos);
        stream.source->fail();
        bool reset = false;
        client.readToEnd(&reset);
        CPPUNIT_ASSERT(reset);
    }

    void disconnect_abandonsAndFiresTheHook()
    {
        StreamServer stream;
        Client client(stream.server.port());
        client.send(kStream);
        stream.source->push("x");
        CPPUNIT_ASSERT(!client.readSome().empty());
        client.close();
        stream.gone.await();
        stream.source->left.await();
        CPPUNIT_ASSERT(!stream.result().completed);
        CPPUNIT_ASSERT_EQUAL(1, stream.source->left.raised());
        CPPUNIT_ASSERT_EQUAL(1, stream.gone.raised());
    }

    void disconnect_beforeTheFirstByte()
    {
        StreamServer stream;
        Client client(stream.server.port());
        client.send(kStream);
        stream.started.await();
        client.close();
        stream.gone.await();
        stream.source->left.await();
    }

    void stalledReader_holdsNobodyUpAndIsCut()
    {
        http::FrontEndOptions options;
        options.stall = std::chrono::milliseconds(200);
        StreamServer stream(options);
        stream.source->flood();
        Client stalled(stream.server.port(), 4096);
        stalled.send(kStream);
        stream.started.await();
        Client other(stream.server.port());
        CPPUNIT_ASSERT_EQUAL(std::string("unary"), other.send(kUnary).read().body);
        stream.source->left.await();
        CPPUNIT_ASSERT(!stream.result().completed);
        bool reset = false;
        stalled.readToEnd(&reset);
        CPPUNIT_ASSERT(reset);
    }

    void slowReader_getsEverything()
    {
        StreamServer stream;
        Client client(stream.server.port(), 4096);
        client.send(kStream);
        const std::string body(3'000'000, 's');
        stream.source->push(body);
        stream.source->end();
        const auto answer = client.read();
        CPPUNIT_ASSERT(answer.whole && answer.body == body);
    }

    void manyStreams_atOnce()
    {
        std::mutex mutex;
        std::vector<std::shared_ptr<ScriptedSource>> sources;
        Signal started;
        Server server([&](http::Request&&, std::shared_ptr<http::Exchange> exchange) {
            auto source = std::make_shared<ScriptedSource>();
            {
                const std::lock_guard lock(mutex);
                sources.push_back(source);
            }
            exchange->stream({}, source);
            started.raise();
        });
        std::vector<std::unique_ptr<Client>> clients;
        for (int index = 0; index < 100; ++index) {
            clients.push_back(std::make_unique<Client>(server.port()));
            clients.back()->send(kStream);
        }
        started.await(100);
        // The writer counts them when it first looks at them.
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (server.frontEnd.figures().streams < 100 && std::chrono::steady_clock::now() < limit)
            std::this_thread::yield();
        CPPUNIT_ASSERT_EQUAL(std::size_t(100), server.frontEnd.figures().streams);
        for (int round = 0; round < 20; ++round)
            for (const auto& source : sources)
                source->push("0123456789");
        for (const auto& source : sources)
            source->end();
        for (const auto& client : clients) {
            const auto answer = client->read();
            CPPUNIT_ASSERT(answer.whole);
            CPPUNIT_ASSERT_EQUAL(std::size_t(200), answer.body.size());
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestFrontEndStreams);

}  // namespace
