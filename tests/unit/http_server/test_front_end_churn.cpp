#include "client.hpp"
#include "fakes.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <array>
#include <random>
#include <thread>

namespace {

using namespace http_server_test;

/// Answers each path in its own way, late ones on a thread of their own.
class Engine
{
public:
    void handle(http::Request&& request, std::shared_ptr<http::Exchange> exchange)
    {
        exchange->onDisconnect([this] { ++_disconnects; });
        exchange->onFinished([this](const http::ExchangeResult&) { ++finished; });
        ++begun;
        if (request.path == "/now") return exchange->respond({200, {}, std::string(20'000, 'n'), false});
        if (request.path == "/drop") return;
        const std::lock_guard lock(_mutex);
        _threads.emplace_back([path = request.path, exchange] {
            if (path == "/later") return exchange->respond({200, {}, "later", false});
            const auto source = std::make_shared<ScriptedSource>();
            exchange->stream({}, source);
            for (int piece = 0; piece < 20; ++piece)
                source->push(std::string(5'000, 's'));
            source->end();
        });
    }

    void join()
    {
        const std::lock_guard lock(_mutex);
        for (auto& thread : _threads)
            thread.join();
        _threads.clear();
    }

    std::atomic<int> begun{0};
    std::atomic<int> finished{0};

private:
    std::atomic<int> _disconnects{0};
    std::mutex _mutex;
    std::vector<std::thread> _threads;
};

class TestFrontEndChurn : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestFrontEndChurn);
    CPPUNIT_TEST(leavingClients_leaveNothingBehind);
    CPPUNIT_TEST_SUITE_END();

    /// Clients that pipeline whatever and leave at any moment, some with a reset.
    void leavingClients_leaveNothingBehind()
    {
        Engine engine;
        Server server([&](http::Request&& request, std::shared_ptr<http::Exchange> exchange) {
            engine.handle(std::move(request), std::move(exchange));
        });
        std::vector<std::thread> crowds;
        for (unsigned crowd = 0; crowd < 4; ++crowd)
            crowds.emplace_back([&server, crowd] { visit(server.port(), crowd); });
        for (auto& crowd : crowds)
            crowd.join();
        while (server.frontEnd.figures().connections != 0)
            std::this_thread::yield();
        // A last client may be gone before it was accepted, and its request be handled only now.
        CPPUNIT_ASSERT(server.frontEnd.stop(std::chrono::seconds(20)));
        engine.join();
        while (server.frontEnd.figures().exchanges != 0 || server.frontEnd.figures().streams != 0)
            std::this_thread::yield();
        CPPUNIT_ASSERT(engine.begun > 0);
        CPPUNIT_ASSERT_EQUAL(engine.begun.load(), engine.finished.load());
    }

    static void visit(std::uint16_t port, unsigned seed)
    {
        std::mt19937 random(seed);
        const std::array<std::string, 5> paths{"/now", "/later", "/stream", "/drop", "/now"};
        for (int round = 0; round < 60; ++round) {
            Client client(port);
            const auto requests = random() % 4;
            for (unsigned index = 0; index < requests; ++index)
                client.send("GET " + paths[random() % paths.size()] + " HTTP/1.1\r\nHost: a\r\n\r\n");
            if (requests > 0 && random() % 2 == 0) client.readSome();
            if (random() % 3 == 0) client.endOutput();
            if (random() % 3 == 0) client.send("GET /");
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestFrontEndChurn);

}  // namespace
