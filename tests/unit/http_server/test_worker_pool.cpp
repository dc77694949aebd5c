#include "client.hpp"
#include "fakes.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

namespace {

using namespace http_server_test;
using namespace std::chrono_literals;

const std::string kWork = "GET /work HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string kPlain = "GET /plain HTTP/1.1\r\nHost: a\r\n\r\n";

/// Answers each request and works on, for /work, until the gate opens.
class WorkingServer
{
public:
    explicit WorkingServer(std::size_t workers)
    {
        http::FrontEndOptions options;
        options.workers = workers;
        _server = std::make_unique<Server>(
            [this](http::Request&& request, std::shared_ptr<http::Exchange> exchange) {
                if (request.path == "/work") exchange->thenRun([this] { work(); });
                exchange->respond({200, {}, "answered", false});
            },
            options);
    }
    ~WorkingServer()
    {
        open();
        while (_atWork > 0)
            std::this_thread::yield();
    }

    std::uint16_t port() const { return _server->port(); }
    http::FrontEnd& frontEnd() { return _server->frontEnd; }
    void open()
    {
        if (!_opened.exchange(true)) _gate.set_value();
    }
    int begun() const { return _begun; }
    int atWork() const { return _atWork; }

private:
    void work()
    {
        ++_atWork;
        ++_begun;
        _opening.wait();
        --_atWork;
    }

    std::promise<void> _gate;
    std::shared_future<void> _opening = _gate.get_future().share();
    std::atomic<bool> _opened{false};
    std::atomic<int> _atWork{0};
    std::atomic<int> _begun{0};
    std::unique_ptr<Server> _server;
};

class TestWorkerPool : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestWorkerPool);
    CPPUNIT_TEST(work_keepsNobodyWaiting);
    CPPUNIT_TEST(work_isDoneAfterAnAnswerThatWasSent);
    CPPUNIT_TEST(threadsThatCameBack_serveAgain);
    CPPUNIT_TEST(stop_doesNotWaitForWork);
    CPPUNIT_TEST_SUITE_END();

    void work_keepsNobodyWaiting()
    {
        WorkingServer server(2);
        std::vector<std::unique_ptr<Client>> clients;
        for (int index = 0; index < 10; ++index) {
            clients.push_back(std::make_unique<Client>(server.port()));
            CPPUNIT_ASSERT_EQUAL(200, clients.back()->send(kWork).read().status);
        }
        // Five times as many as there are workers are at it.
        while (server.atWork() < 10)
            std::this_thread::yield();
        for (int index = 0; index < 10; ++index)
            CPPUNIT_ASSERT_EQUAL(200, clients[static_cast<std::size_t>(index)]->send(kPlain).read().status);
    }

    void work_isDoneAfterAnAnswerThatWasSent()
    {
        WorkingServer server(1);
        Client client(server.port());
        CPPUNIT_ASSERT_EQUAL(std::string("answered"), client.send(kWork).read().body);
        while (server.begun() == 0)
            std::this_thread::yield();
    }

    void threadsThatCameBack_serveAgain()
    {
        WorkingServer server(1);
        Client client(server.port());
        CPPUNIT_ASSERT_EQUAL(200, client.send(kWork).read().status);
        server.open();
        for (int index = 0; index < 100; ++index)
            CPPUNIT_ASSERT_EQUAL(200, client.send(kWork).read().status);
        while (server.begun() < 101)
            std::this_thread::yield();
    }

    void stop_doesNotWaitForWork()
    {
        WorkingServer server(1);
        Client client(server.port());
        CPPUNIT_ASSERT_EQUAL(200, client.send(kWork).read().status);
        while (server.begun() == 0)
            std::this_thread::yield();
        client.endOutput();
        CPPUNIT_ASSERT(server.frontEnd().stop(20s));
        CPPUNIT_ASSERT_EQUAL(1, server.atWork());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestWorkerPool);

}  // namespace
