#include "client.hpp"
#include "fakes.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <thread>

namespace {

using namespace http_server_test;
using namespace std::chrono_literals;

const std::string kGet = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

class TestFrontEndStop : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestFrontEndStop);
    CPPUNIT_TEST(idle_areClosedAtOnce);
    CPPUNIT_TEST(running_mayFinish);
    CPPUNIT_TEST(streams_mayFinish);
    CPPUNIT_TEST(deadline_cutsTheRest);
    CPPUNIT_TEST(exchange_outlivesTheFrontEnd);
    CPPUNIT_TEST(unstarted_stops);
    CPPUNIT_TEST_SUITE_END();

    void idle_areClosedAtOnce()
    {
        Server server;
        Client silent(server.port()), used(server.port());
        CPPUNIT_ASSERT_EQUAL(200, used.send(kGet).read().status);
        CPPUNIT_ASSERT(server.frontEnd.stop(20s));
        CPPUNIT_ASSERT(silent.closedByServer());
        CPPUNIT_ASSERT(used.closedByServer());
        CPPUNIT_ASSERT_THROW(Client(server.port()), std::runtime_error);
    }

    void running_mayFinish()
    {
        std::promise<std::shared_ptr<http::Exchange>> deferred;
        Server server([&](http::Request&&, std::shared_ptr<http::Exchange> exchange) {
            deferred.set_value(std::move(exchange));
        });
        Client client(server.port()), idle(server.port());
        client.send(kGet);
        auto future = deferred.get_future();
        auto exchange = take(future);
        auto stopped = std::async(std::launch::async, [&] { return server.frontEnd.stop(20s); });
        CPPUNIT_ASSERT(idle.closedByServer());
        exchange->respond({200, {}, "done", false});
        auto answer = client.read();
        CPPUNIT_ASSERT_EQUAL(std::string("done"), answer.body);
        CPPUNIT_ASSERT_EQUAL(std::string("close"), answer.headers["Connection"]);
        client.endOutput();
        CPPUNIT_ASSERT(client.closedByServer());
        CPPUNIT_ASSERT(take(stopped));
    }

    void streams_mayFinish()
    {
        const auto source = std::make_shared<ScriptedSource>();
        Server server(
            [&](http::Request&&, std::shared_ptr<http::Exchange> exchange) { exchange->stream({}, source); });
        Client client(server.port()), idle(server.port());
        client.send(kGet);
        source->push("before ");
        std::string seen = client.readSome();
        auto stopped = std::async(std::launch::async, [&] { return server.frontEnd.stop(20s); });
        CPPUNIT_ASSERT(idle.closedByServer());
        source->push("after");
        source->end();
        while (seen.find("after\r\n0\r\n\r\n") == std::string::npos)
            seen += client.readSome();
        client.endOutput();
        CPPUNIT_ASSERT(client.closedByServer());
        CPPUNIT_ASSERT(take(stopped));
    }

    void deadline_cutsTheRest()
    {
        const auto source = std::make_shared<ScriptedSource>();
        Signal gone, started;
        std::promise<std::shared_ptr<http::Exchange>> deferred;
        Server server([&](http::Request&& request, std::shared_ptr<http::Exchange> exchange) {
            if (request.path == "/stream")
                exchange->stream({}, source);
            else {
                exchange->onDisconnect([&] { gone.raise(); });
                deferred.set_value(std::move(exchange));
            }
            started.raise();
        });
        Client unary(server.port()), stream(server.port()), half(server.port());
        unary.send(kGet);
        half.send("GET / HT");
        stream.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
        started.await(2);
        CPPUNIT_ASSERT(!server.frontEnd.stop(20ms));
        gone.await();
        source->left.await();
        CPPUNIT_ASSERT_EQUAL(1, source->left.raised());
        CPPUNIT_ASSERT(unary.closedByServer());
        CPPUNIT_ASSERT(stream.closedByServer());
        CPPUNIT_ASSERT(half.closedByServer());
        auto future = deferred.get_future();
        take(future)->respond({});
    }

    void exchange_outlivesTheFrontEnd()
    {
        std::promise<std::shared_ptr<http::Exchange>> deferred, dropped, streamed;
        std::shared_ptr<http::Exchange> answeredLate, droppedLate, streamedLate;
        const auto source = std::make_shared<ScriptedSource>();
        Signal finished;
        {
            Server server([&](http::Request&& request, std::shared_ptr<http::Exchange> exchange) {
                exchange->onFinished([&](const http::ExchangeResult&) { finished.raise(); });
                if (request.path == "/1")
                    deferred.set_value(std::move(exchange));
                else if (request.path == "/2")
                    dropped.set_value(std::move(exchange));
                else
                    streamed.set_value(std::move(exchange));
            });
            Client one(server.port()), two(server.port()), three(server.port());
            one.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
            two.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            three.send("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
            auto first = deferred.get_future(), second = dropped.get_future(), third = streamed.get_future();
            answeredLate = take(first);
            droppedLate = take(second);
            streamedLate = take(third);
        }
        answeredLate->respond({200, {}, "too late", false});
        droppedLate.reset();
        streamedLate->stream({}, source);
        CPPUNIT_ASSERT_EQUAL(1, source->left.raised());
        CPPUNIT_ASSERT_EQUAL(3, finished.raised());
        CPPUNIT_ASSERT(answeredLate->gone());
    }

    void unstarted_stops()
    {
        ScriptedHandler handler;
        CountingLogger logger;
        http::FrontEnd frontEnd({}, handler, logger);
        CPPUNIT_ASSERT(frontEnd.stop(20s));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestFrontEndStop);

}  // namespace
