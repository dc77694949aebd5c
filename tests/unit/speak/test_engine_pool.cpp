#include "speak/engine_pool.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>

namespace {

using namespace scaispeak::speak;

class Job : public EngineTask
{
public:
    Job(std::string tenant, std::function<void()> work) : _tenant(std::move(tenant)), _work(std::move(work))
    {}
    const std::string& tenantId() const override { return _tenant; }
    void run() noexcept override { _work(); }

private:
    std::string _tenant;
    std::function<void()> _work;
};

class TestEnginePool : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestEnginePool);
    CPPUNIT_TEST(tenants_takeTurns);
    CPPUNIT_TEST(calls_areBoundedByTheThreads);
    CPPUNIT_TEST(threads_mayBecomeMoreWhileTasksWait);
    CPPUNIT_TEST(threads_beyondTheLimit_endWhetherIdleOrRunning);
    CPPUNIT_TEST(queue_isBounded);
    CPPUNIT_TEST(withdrawn_neverRunsAndKeepsTheOthersInOrder);
    CPPUNIT_TEST(stop_dropsWhatWaits);
    CPPUNIT_TEST(stop_tellsOfAnEngineThatHangs);
    CPPUNIT_TEST(guest_takesAPlaceThatOthersWaitFor);
    CPPUNIT_TEST(guests_findNoPlaceWhereAllAreTaken);
    CPPUNIT_TEST(stop_waitsForGuests);
    CPPUNIT_TEST(guest_mayOutliveThePool);
    CPPUNIT_TEST_SUITE_END();

    void tenants_takeTurns()
    {
        EnginePool pool(1, 100);
        std::promise<void> go;
        std::shared_future<void> gate = go.get_future().share();
        std::promise<void> running;
        pool.submit(std::make_shared<Job>("first", [&] {
            running.set_value();
            gate.wait();
        }));
        running.get_future().wait();
        std::string order;
        std::promise<void> done;
        for (int index = 0; index < 6; ++index)
            pool.submit(std::make_shared<Job>("many", [&] { order += 'm'; }));
        pool.submit(std::make_shared<Job>("few", [&] { order += 'f'; }));
        pool.submit(std::make_shared<Job>("few", [&] { order += 'f'; }));
        pool.submit(std::make_shared<Job>("many", [&] { done.set_value(); }));
        go.set_value();
        done.get_future().wait();
        CPPUNIT_ASSERT(pool.stop(std::chrono::minutes(1)));
        CPPUNIT_ASSERT_EQUAL(std::string("mfmfmmmm"), order);
    }

    void calls_areBoundedByTheThreads()
    {
        EnginePool pool(3, 1'000);
        std::atomic<int> now{0};
        std::atomic<int> most{0};
        std::atomic<int> left{200};
        std::promise<void> done;
        for (int index = 0; index < 200; ++index)
            pool.submit(std::make_shared<Job>(std::to_string(index % 7), [&] {
                const int running = ++now;
                int seen = most;
                while (running > seen && !most.compare_exchange_weak(seen, running)) {
                }
                std::this_thread::yield();
                --now;
                if (--left == 0) done.set_value();
            }));
        done.get_future().wait();
        CPPUNIT_ASSERT(most <= 3);
    }

    void threads_mayBecomeMoreWhileTasksWait()
    {
        EnginePool pool(1, 100);
        std::promise<void> go;
        const std::shared_future<void> gate = go.get_future().share();
        std::promise<void> second;
        std::promise<void> first;
        pool.submit(std::make_shared<Job>("a", [&] {
            first.set_value();
            gate.wait();
        }));
        first.get_future().wait();
        pool.submit(std::make_shared<Job>("a", [&] { second.set_value(); }));
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), pool.queued());
        pool.setThreads(2);
        // Comes to an end although the first one still holds its thread.
        second.get_future().wait();
        go.set_value();
        CPPUNIT_ASSERT(pool.stop(std::chrono::minutes(1)));
    }

    void threads_beyondTheLimit_endWhetherIdleOrRunning()
    {
        EnginePool pool(3, 100);
        std::promise<void> go;
        const std::shared_future<void> gate = go.get_future().share();
        std::promise<void> running;
        std::promise<void> ended;
        pool.submit(std::make_shared<Job>("a", [&] {
            running.set_value();
            gate.wait();
        }));
        running.get_future().wait();
        pool.submit(std::make_shared<Job>("a", [&] { ended.set_value(); }));
        ended.get_future().wait();
        while (pool.running() > 1)
            std::this_thread::yield();
        pool.setThreads(1);
        std::atomic<bool> early{false};
        std::promise<void> last;
        pool.submit(std::make_shared<Job>("a", [&] {
            early = gate.wait_for(std::chrono::seconds(0)) == std::future_status::timeout;
            last.set_value();
        }));
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, pool.queued());
        go.set_value();
        last.get_future().wait();
        CPPUNIT_ASSERT(!early);
        CPPUNIT_ASSERT(pool.stop(std::chrono::minutes(1)));
    }

    void queue_isBounded()
    {
        EnginePool pool(1, 2);
        std::promise<void> go;
        std::shared_future<void> gate = go.get_future().share();
        std::promise<void> running;
        CPPUNIT_ASSERT(pool.submit(std::make_shared<Job>("a", [&] {
            running.set_value();
            gate.wait();
        })) == Admission::Begun);
        running.get_future().wait();
        CPPUNIT_ASSERT(pool.submit(std::make_shared<Job>("a", [] {})) == Admission::Waiting);
        CPPUNIT_ASSERT(pool.submit(std::make_shared<Job>("b", [] {})) == Admission::Waiting);
        CPPUNIT_ASSERT(pool.submit(std::make_shared<Job>("c", [] {})) == Admission::Refused);
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, pool.queued());
        go.set_value();
        CPPUNIT_ASSERT(pool.stop(std::chrono::minutes(1)));
    }

    void withdrawn_neverRunsAndKeepsTheOthersInOrder()
    {
        EnginePool pool(1, 3);
        std::promise<void> go;
        std::shared_future<void> gate = go.get_future().share();
        std::promise<void> running;
        const auto first = std::make_shared<Job>("a", [&] {
            running.set_value();
            gate.wait();
        });
        CPPUNIT_ASSERT(!pool.busy());
        pool.submit(first);
        running.get_future().wait();
        CPPUNIT_ASSERT(pool.busy());
        CPPUNIT_ASSERT(!pool.withdraw(*first));
        std::string order;
        const auto gone = std::make_shared<Job>("b", [&] { order += 'x'; });
        pool.submit(gone);
        pool.submit(std::make_shared<Job>("a", [&] { order += '1'; }));
        pool.submit(std::make_shared<Job>("a", [&] { order += '2'; }));
        CPPUNIT_ASSERT(pool.withdraw(*gone));
        CPPUNIT_ASSERT(!pool.withdraw(*gone));
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, pool.queued());
        // Its tenant is back in line like any other, behind the one who waits.
        CPPUNIT_ASSERT(pool.submit(std::make_shared<Job>("b", [&] { order += '3'; })) == Admission::Waiting);
        CPPUNIT_ASSERT(pool.submit(std::make_shared<Job>("b", [] {})) == Admission::Refused);
        go.set_value();
        while (pool.queued() > 0)
            std::this_thread::yield();
        CPPUNIT_ASSERT(pool.stop(std::chrono::minutes(1)));
        CPPUNIT_ASSERT_EQUAL(std::string("132"), order);
    }

    void stop_dropsWhatWaits()
    {
        EnginePool pool(1, 10);
        std::promise<void> go;
        std::shared_future<void> gate = go.get_future().share();
        std::promise<void> running;
        std::atomic<bool> ran{false};
        pool.submit(std::make_shared<Job>("a", [&] {
            running.set_value();
            gate.wait();
        }));
        running.get_future().wait();
        pool.submit(std::make_shared<Job>("a", [&] { ran = true; }));
        auto stopped = std::async(std::launch::async, [&] { return pool.stop(std::chrono::minutes(1)); });
        while (pool.queued() > 0)
            std::this_thread::yield();
        go.set_value();
        CPPUNIT_ASSERT(stopped.get());
        CPPUNIT_ASSERT(!ran);
        CPPUNIT_ASSERT(pool.submit(std::make_shared<Job>("a", [] {})) == Admission::Refused);
    }

    void stop_tellsOfAnEngineThatHangs()
    {
        EnginePool pool(1, 10);
        std::promise<void> go;
        std::shared_future<void> gate = go.get_future().share();
        std::promise<void> running;
        pool.submit(std::make_shared<Job>("a", [&] {
            running.set_value();
            gate.wait();
        }));
        running.get_future().wait();
        CPPUNIT_ASSERT(!pool.stop(std::chrono::milliseconds(1)));
        go.set_value();
        CPPUNIT_ASSERT(pool.stop(std::chrono::minutes(1)));
    }

    void guest_takesAPlaceThatOthersWaitFor()
    {
        EnginePool pool(1, 10);
        auto place = pool.occupy();
        CPPUNIT_ASSERT(place);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, pool.running());
        std::promise<void> ran;
        CPPUNIT_ASSERT(pool.submit(std::make_shared<Job>("a", [&] { ran.set_value(); })) ==
                       Admission::Waiting);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, pool.queued());
        place.reset();
        ran.get_future().wait();
        CPPUNIT_ASSERT(pool.stop(std::chrono::minutes(1)));
    }

    void guests_findNoPlaceWhereAllAreTaken()
    {
        EnginePool pool(2, 10);
        const auto first = pool.occupy();
        auto second = pool.occupy();
        CPPUNIT_ASSERT(second);
        CPPUNIT_ASSERT(!pool.occupy());
        second.reset();
        CPPUNIT_ASSERT(pool.occupy());
    }

    void stop_waitsForGuests()
    {
        EnginePool pool(1, 10);
        auto place = pool.occupy();
        CPPUNIT_ASSERT(!pool.stop(std::chrono::milliseconds(1)));
        CPPUNIT_ASSERT(!pool.occupy());
        auto stopped = std::async(std::launch::async, [&] { return pool.stop(std::chrono::minutes(1)); });
        place.reset();
        CPPUNIT_ASSERT(stopped.get());
    }

    void guest_mayOutliveThePool()
    {
        auto pool = std::make_unique<EnginePool>(1, 10);
        auto place = pool->occupy();
        CPPUNIT_ASSERT(!pool->stop(std::chrono::milliseconds(1)));
        auto ended = std::async(std::launch::async, [&] { pool.reset(); });
        place.reset();
        ended.get();
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestEnginePool);

}  // namespace
