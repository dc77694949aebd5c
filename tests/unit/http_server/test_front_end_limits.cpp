#include "client.hpp"
#include "fakes.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

namespace {

using namespace http_server_test;
using namespace std::chrono_literals;

const std::string kGet = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

std::ptrdiff_t threadsOfProcess()
{
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"),
                         std::filesystem::directory_iterator());
}

class TestFrontEndLimits : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestFrontEndLimits);
    CPPUNIT_TEST(slowHead_is408);
    CPPUNIT_TEST(slowBody_is408);
    CPPUNIT_TEST(slowBody_belowTheRateIs408);
    CPPUNIT_TEST(idle_isClosed);
    CPPUNIT_TEST(stalledUnary_isCut);
    CPPUNIT_TEST(deferredAnswer_hasNoDeadline);
    CPPUNIT_TEST(halfHeads_starveNobody);
    CPPUNIT_TEST(queueFull_isOverloaded);
    CPPUNIT_TEST(buffersFull_isOverloaded);
    CPPUNIT_TEST(connectionsFull_isOverloaded);
    CPPUNIT_TEST(lingering_isBounded);
    CPPUNIT_TEST(thousandIdle_needNoThreads);
    CPPUNIT_TEST(descriptorsUsedUp_isSurvived);
    CPPUNIT_TEST_SUITE_END();

    void slowHead_is408()
    {
        http::FrontEndOptions options;
        options.slowBody = 50ms;
        Server server(nullptr, options);
        Client client(server.port());
        const auto answer = client.send("GET / HTTP/1.1\r\nHo").read();
        CPPUNIT_ASSERT_EQUAL(408, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("slow_request"), answer.body);
        client.endOutput();
        CPPUNIT_ASSERT(client.closedByServer());
    }

    void slowBody_is408()
    {
        http::FrontEndOptions options;
        options.slowBody = 50ms;
        Server server(nullptr, options);
        Client client(server.port());
        CPPUNIT_ASSERT_EQUAL(
            408, client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc").read().status);
    }

    void slowBody_belowTheRateIs408()
    {
        http::FrontEndOptions options;
        options.slowBody = 100ms;
        options.minBodyBytesPerSecond = 1'000'000'000;
        Server server(nullptr, options);
        Client client(server.port());
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
        std::atomic<bool> answered{false};
        // Steady progress, but for ever.
        std::thread dripping([&] {
            while (!answered) {
                client.send("x");
                std::this_thread::sleep_for(5ms);
            }
        });
        const auto status = client.read().status;
        answered = true;
        dripping.join();
        CPPUNIT_ASSERT_EQUAL(408, status);
    }

    /// A client with the first answer to what it asked. Where connections may idle for a moment only, one
    /// that is not given the processor at once is closed before it asks.
    static std::unique_ptr<Client> askInTime(const Server& server, const std::string& requests)
    {
        for (int attempt = 0; attempt < 100; ++attempt) {
            auto client = std::make_unique<Client>(server.port());
            client->send(requests);
            try {
                CPPUNIT_ASSERT_EQUAL(200, client->read().status);
                return client;
            }
            catch (const std::runtime_error&) {
            }
        }
        throw std::runtime_error("closed before it asked, 100 times");
    }

    void idle_isClosed()
    {
        http::FrontEndOptions options;
        options.idle = 50ms;
        Server server(nullptr, options);
        Client silent(server.port());
        const auto used = askInTime(server, kGet);
        CPPUNIT_ASSERT(silent.closedByServer());
        CPPUNIT_ASSERT(used->closedByServer());
    }

    void stalledUnary_isCut()
    {
        http::FrontEndOptions options;
        options.stall = 100ms;
        std::promise<http::ExchangeResult> finished;
        Server server(
            [&](http::Request&&, std::shared_ptr<http::Exchange> exchange) {
                exchange->onFinished([&](const http::ExchangeResult& result) { finished.set_value(result); });
                exchange->respond({200, {}, std::string(30'000'000, 'x'), false});
            },
            options);
        Client client(server.port(), 4096);
        client.send(kGet);
        auto future = finished.get_future();
        const auto result = take(future);
        CPPUNIT_ASSERT(!result.completed && result.bytesSent < 30'000'000);
        bool reset = false;
        client.readToEnd(&reset);
        CPPUNIT_ASSERT(reset);
    }

    void deferredAnswer_hasNoDeadline()
    {
        http::FrontEndOptions options;
        options.idle = options.slowBody = options.stall = 20ms;
        std::promise<std::shared_ptr<http::Exchange>> deferred;
        Server server(
            [&](http::Request&& request, std::shared_ptr<http::Exchange> exchange) {
                if (request.path == "/defer") return deferred.set_value(std::move(exchange));
                exchange->respond({});
            },
            options);
        // The second request is sent at the same time, so that it does not come too late either.
        const auto waiting = askInTime(server, kGet + "GET /defer HTTP/1.1\r\nHost: a\r\n\r\n");
        auto future = deferred.get_future();
        const auto exchange = take(future);
        // The sweep has been round when another connection was closed for idling.
        CPPUNIT_ASSERT(Client(server.port()).closedByServer());
        exchange->respond({200, {}, "late", false});
        CPPUNIT_ASSERT_EQUAL(std::string("late"), waiting->read().body);
    }

    void halfHeads_starveNobody()
    {
        http::FrontEndOptions options;
        options.workers = 1;
        Server server(nullptr, options);
        std::vector<std::unique_ptr<Client>> slow;
        for (int index = 0; index < 64; ++index) {
            slow.push_back(std::make_unique<Client>(server.port()));
            slow.back()->send("GET / HTTP/1.1\r\nHo");
        }
        CPPUNIT_ASSERT_EQUAL(200, Client(server.port()).send(kGet).read().status);
    }

    void queueFull_isOverloaded()
    {
        http::FrontEndOptions options;
        options.workers = 1;
        options.queueLimit = 1;
        Signal running, go;
        Server server(
            [&](http::Request&&, std::shared_ptr<http::Exchange> exchange) {
                running.raise();
                go.await();
                exchange->respond({});
            },
            options);
        Client first(server.port()), second(server.port()), third(server.port());
        first.send(kGet);
        running.await();
        second.send(kGet);
        while (server.frontEnd.figures().exchanges < 2)
            std::this_thread::yield();
        // One runs, one waits: that is all there is room for. The third is told, and may try again.
        for (int round = 0; round < 2; ++round) {
            const auto answer = third.send(kGet).read();
            CPPUNIT_ASSERT_EQUAL(503, answer.status);
            CPPUNIT_ASSERT_EQUAL(std::string("overloaded"), answer.body);
        }
        go.raise();
        CPPUNIT_ASSERT_EQUAL(200, first.read().status);
        CPPUNIT_ASSERT_EQUAL(200, second.read().status);
        CPPUNIT_ASSERT_EQUAL(200, third.send(kGet).read().status);
    }

    void buffersFull_isOverloaded()
    {
        http::FrontEndOptions options;
        options.maxBufferedBytes = 100'000;
        Server server(nullptr, options);
        Client client(server.port());
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n" +
                    std::string(150'000, 'x'));
        CPPUNIT_ASSERT_EQUAL(503, client.read().status);
        CPPUNIT_ASSERT_EQUAL(200, Client(server.port()).send(kGet).read().status);
    }

    void connectionsFull_isOverloaded()
    {
        http::FrontEndOptions options;
        options.maxConnections = 2;
        Server server(nullptr, options);
        Client one(server.port()), two(server.port());
        CPPUNIT_ASSERT_EQUAL(200, one.send(kGet).read().status);
        CPPUNIT_ASSERT_EQUAL(200, two.send(kGet).read().status);
        Client three(server.port());
        const auto answer = three.send(kGet).read();
        CPPUNIT_ASSERT_EQUAL(503, answer.status);
        three.endOutput();
        CPPUNIT_ASSERT(three.closedByServer());
        CPPUNIT_ASSERT_EQUAL(200, one.send(kGet).read().status);
    }

    void lingering_isBounded()
    {
        http::FrontEndOptions options;
        options.linger = 50ms;
        Server server(nullptr, options);
        Client client(server.port());
        // Refused, and the client neither closes nor goes on.
        CPPUNIT_ASSERT_EQUAL(400, client.send("GET / HTTP/1.1\r\n\r\n").read().status);
        CPPUNIT_ASSERT(client.closedByServer());
        while (server.frontEnd.figures().connections != 0)
            std::this_thread::yield();
    }

    void thousandIdle_needNoThreads()
    {
        Server server;
        const auto threads = threadsOfProcess();
        std::vector<std::unique_ptr<Client>> idle;
        for (int index = 0; index < 1000; ++index) {
            idle.push_back(std::make_unique<Client>(server.port()));
            CPPUNIT_ASSERT_EQUAL(200, idle.back()->send(kGet).read().status);
        }
        // Threads of an earlier server may still have been listed.
        CPPUNIT_ASSERT(threadsOfProcess() <= threads);
        CPPUNIT_ASSERT_EQUAL(std::size_t(1000), server.frontEnd.figures().connections);
        for (const auto& client : idle)
            CPPUNIT_ASSERT_EQUAL(200, client->send(kGet).read().status);
    }

    void descriptorsUsedUp_isSurvived()
    {
        Server server;
        Client client(server.port());
        CPPUNIT_ASSERT_EQUAL(200, client.send(kGet).read().status);
        rlimit before{};
        ::getrlimit(RLIMIT_NOFILE, &before);
        const int lowestFree = ::dup(0);
        ::close(lowestFree);
        // The waiting client takes the last descriptor; none is left for the server's side of its connection.
        rlimit tight = before;
        tight.rlim_cur = static_cast<rlim_t>(lowestFree) + 1;
        ::setrlimit(RLIMIT_NOFILE, &tight);
        Client waiting(server.port());
        waiting.send(kGet);
        while (server.logger.count("http_accept_failed") < 3)
            std::this_thread::yield();
        CPPUNIT_ASSERT_EQUAL(200, client.send(kGet).read().status);
        ::setrlimit(RLIMIT_NOFILE, &before);
        CPPUNIT_ASSERT_EQUAL(200, waiting.read().status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestFrontEndLimits);

}  // namespace
