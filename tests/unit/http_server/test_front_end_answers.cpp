#include "client.hpp"
#include "fakes.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <stdexcept>
#include <thread>

namespace {

using namespace http_server_test;

const std::string kGet = "GET /a?b HTTP/1.1\r\nHost: a\r\n\r\n";

class TestFrontEndAnswers : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestFrontEndAnswers);
    CPPUNIT_TEST(bigAnswer_isSentPieceByPiece);
    CPPUNIT_TEST(headerValue_cannotSplitTheAnswer);
    CPPUNIT_TEST(deferred_answeredByAnotherThread);
    CPPUNIT_TEST(unanswered_is500);
    CPPUNIT_TEST(throwing_is500);
    CPPUNIT_TEST(secondAnswer_isIgnored);
    CPPUNIT_TEST(disconnect_firesTheHookOfADeferredAnswer);
    CPPUNIT_TEST(disconnect_hookSetAfterwardsFires);
    CPPUNIT_TEST(halfClose_countsAsGoneButIsStillAnswered);
    CPPUNIT_TEST(finished_tellsStatusAndBytes);
    CPPUNIT_TEST(answer_hasItsHeaders);
    CPPUNIT_TEST(noContent_hasNoLength);
    CPPUNIT_TEST_SUITE_END();

    void bigAnswer_isSentPieceByPiece()
    {
        const std::string big(20'000'000, 'b');
        std::promise<http::ExchangeResult> finished;
        Server server([&](http::Request&& request, std::shared_ptr<http::Exchange> exchange) {
            if (request.path == "/big")
                exchange->onFinished([&](const http::ExchangeResult& result) { finished.set_value(result); });
            exchange->respond({200, {}, request.path == "/big" ? big : "small", false});
        });
        Client client(server.port());
        client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n" + kGet);
        CPPUNIT_ASSERT(client.read().body == big);
        CPPUNIT_ASSERT_EQUAL(std::string("small"), client.read().body);
        auto future = finished.get_future();
        const auto result = take(future);
        CPPUNIT_ASSERT(result.completed && result.bytesSent > big.size() &&
                       result.bytesSent < big.size() + 500);
    }

    void headerValue_cannotSplitTheAnswer()
    {
        Server server([](http::Request&&, std::shared_ptr<http::Exchange> exchange) {
            exchange->respond({200, {{"X-A", std::string("a\r\nX-B: c\0", 10)}}, "", false});
        });
        auto answer = Client(server.port()).send(kGet).read();
        CPPUNIT_ASSERT(answer.headers.count("X-B") == 0);
        CPPUNIT_ASSERT_EQUAL(std::string("a  X-B: c "), answer.headers["X-A"]);
    }

    void deferred_answeredByAnotherThread()
    {
        std::vector<std::thread> engines;
        std::mutex mutex;
        Server server([&](http::Request&&, std::shared_ptr<http::Exchange> exchange) {
            const std::lock_guard lock(mutex);
            engines.emplace_back([exchange] { exchange->respond({200, {}, "later", false}); });
        });
        Client client(server.port());
        for (int round = 0; round < 20; ++round)
            CPPUNIT_ASSERT_EQUAL(std::string("later"), client.send(kGet).read().body);
        const std::lock_guard lock(mutex);
        for (auto& engine : engines)
            engine.join();
    }

    void unanswered_is500()
    {
        Server server([](http::Request&&, std::shared_ptr<http::Exchange>) {});
        Client client(server.port());
        for (int round = 0; round < 2; ++round) {
            const auto answer = client.send(kGet).read();
            CPPUNIT_ASSERT_EQUAL(500, answer.status);
            CPPUNIT_ASSERT_EQUAL(std::string("failed"), answer.body);
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), server.logger.count("http_exchange_failed"));
    }

    void throwing_is500()
    {
        Server server(
            [](http::Request&&, std::shared_ptr<http::Exchange>) { throw std::runtime_error("broken"); });
        CPPUNIT_ASSERT_EQUAL(500, Client(server.port()).send(kGet).read().status);
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), server.logger.count("http_handler_threw"));
    }

    void secondAnswer_isIgnored()
    {
        Server server([](http::Request&&, std::shared_ptr<http::Exchange> exchange) {
            exchange->respond({200, {}, "first", false});
            exchange->respond({200, {}, "second", false});
            exchange->stream({}, std::make_shared<ScriptedSource>());
        });
        Client client(server.port());
        for (int round = 0; round < 3; ++round)
            CPPUNIT_ASSERT_EQUAL(std::string("first"), client.send(kGet).read().body);
    }

    void disconnect_firesTheHookOfADeferredAnswer()
    {
        std::promise<std::shared_ptr<http::Exchange>> deferred;
        Server server(
            [&](http::Request&&, std::shared_ptr<http::Exchange> exchange) { deferred.set_value(exchange); });
        Client client(server.port());
        client.send(kGet);
        auto future = deferred.get_future();
        const auto exchange = take(future);
        Signal gone;
        exchange->onDisconnect([&] { gone.raise(); });
        CPPUNIT_ASSERT(!exchange->gone());
        client.close();
        gone.await();
        CPPUNIT_ASSERT(exchange->gone());
        exchange->respond({});
        CPPUNIT_ASSERT_EQUAL(1, gone.raised());
    }

    void disconnect_hookSetAfterwardsFires()
    {
        std::promise<std::shared_ptr<http::Exchange>> deferred;
        Server server(
            [&](http::Request&&, std::shared_ptr<http::Exchange> exchange) { deferred.set_value(exchange); });
        Client client(server.port());
        client.send(kGet);
        auto future = deferred.get_future();
        const auto exchange = take(future);
        Signal first, second;
        exchange->onDisconnect([&] { first.raise(); });
        client.close();
        first.await();
        exchange->onDisconnect([&] { second.raise(); });
        CPPUNIT_ASSERT_EQUAL(1, second.raised());
    }

    void halfClose_countsAsGoneButIsStillAnswered()
    {
        Signal gone;
        Server server([&](http::Request&&, std::shared_ptr<http::Exchange> exchange) {
            exchange->onDisconnect([&gone] { gone.raise(); });
            gone.await();
            exchange->respond({200, {}, "still", false});
        });
        Client client(server.port());
        client.send(kGet).endOutput();
        CPPUNIT_ASSERT_EQUAL(std::string("still"), client.read().body);
        CPPUNIT_ASSERT(client.closedByServer());
    }

    void finished_tellsStatusAndBytes()
    {
        std::promise<http::ExchangeResult> finished;
        Server server([&](http::Request&&, std::shared_ptr<http::Exchange> exchange) {
            exchange->onFinished([&](const http::ExchangeResult& result) { finished.set_value(result); });
            exchange->respond({404, {}, "none", true});
        });
        Client client(server.port());
        const auto bytes = client.send(kGet).readToEnd();
        auto future = finished.get_future();
        const auto result = take(future);
        CPPUNIT_ASSERT_EQUAL(404, result.status);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t(bytes.size()), result.bytesSent);
        CPPUNIT_ASSERT(result.completed && result.duration.count() > 0);
    }

    void answer_hasItsHeaders()
    {
        Server server([](http::Request&&, std::shared_ptr<http::Exchange> exchange) {
            exchange->respond({201, {{"X-A", "b"}}, "text", false});
        });
        auto answer = Client(server.port()).send(kGet).read();
        CPPUNIT_ASSERT_EQUAL(201, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("text"), answer.body);
        CPPUNIT_ASSERT_EQUAL(std::string("b"), answer.headers["X-A"]);
        CPPUNIT_ASSERT_EQUAL(std::size_t(29), answer.headers["Date"].size());
        CPPUNIT_ASSERT(answer.headers.count("Connection") == 0);
    }

    void noContent_hasNoLength()
    {
        Server server([](http::Request&&, std::shared_ptr<http::Exchange> exchange) {
            exchange->respond({204, {}, "never sent", false});
        });
        Client client(server.port());
        for (int round = 0; round < 2; ++round) {
            auto answer = client.send(kGet).read();
            CPPUNIT_ASSERT_EQUAL(204, answer.status);
            CPPUNIT_ASSERT(answer.headers.count("Content-Length") == 0);
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestFrontEndAnswers);

}  // namespace
