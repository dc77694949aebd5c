#include "pluginhost/gate_registry.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <thread>
#include <vector>

namespace {

using namespace scaispeak;
using namespace scaispeak::pluginhost;

class TestGate : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestGate);
    CPPUNIT_TEST(gate_holdsOneAtATime);
    CPPUNIT_TEST(gate_letsInWhoCameFirst);
    CPPUNIT_TEST(wait_endsWhenTheCallIsCancelledAndTheGateWoken);
    CPPUNIT_TEST(wait_endsWithoutBeingWoken);
    CPPUNIT_TEST(wait_endsAtTheDeadline);
    CPPUNIT_TEST(wait_ofSomebodyWhoLeftHoldsUpNobody);
    CPPUNIT_TEST(wait_isBounded);
    CPPUNIT_TEST(registry_groupsShareAGateAcrossPlugins);
    CPPUNIT_TEST(registry_followsTheThreadingModel);
    CPPUNIT_TEST_SUITE_END();

    static void untilWaiting(const Gate& gate, std::size_t count)
    {
        while (gate.waiting() != count)
            std::this_thread::yield();
    }

    void gate_holdsOneAtATime()
    {
        Gate gate;
        std::atomic<int> inside{0};
        int passed = 0;
        const auto work = [&] {
            for (int round = 0; round < 500; ++round) {
                CPPUNIT_ASSERT(gate.enter({}) == Gate::Entry::Entered);
                CPPUNIT_ASSERT_EQUAL(0, inside.fetch_add(1));
                ++passed;
                inside.fetch_sub(1);
                gate.leave();
            }
        };
        std::vector<std::thread> threads;
        for (int count = 0; count < 4; ++count)
            threads.emplace_back(work);
        for (auto& thread : threads)
            thread.join();
        CPPUNIT_ASSERT_EQUAL(2'000, passed);
    }

    void gate_letsInWhoCameFirst()
    {
        Gate gate;
        gate.enter({});
        std::vector<int> order;
        std::vector<std::thread> threads;
        for (int number = 0; number < 3; ++number) {
            threads.emplace_back([&, number] {
                gate.enter({});
                order.push_back(number);
                gate.leave();
            });
            untilWaiting(gate, static_cast<std::size_t>(number) + 1);
        }
        gate.leave();
        for (auto& thread : threads)
            thread.join();
        CPPUNIT_ASSERT((order == std::vector<int>{0, 1, 2}));
    }

    void stoppedWhileWaiting(bool wake)
    {
        Gate gate;
        gate.enter({});
        core::Cancellation cancellation;
        Gate::Entry entry = Gate::Entry::Entered;
        std::thread waiter([&] { entry = gate.enter({"", "", &cancellation, std::nullopt}); });
        untilWaiting(gate, 1);
        cancellation.stop(core::StopReason::Cancelled);
        if (wake) gate.wake();
        waiter.join();
        CPPUNIT_ASSERT(entry == Gate::Entry::Stopped);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, gate.waiting());
    }

    void wait_endsWhenTheCallIsCancelledAndTheGateWoken() { stoppedWhileWaiting(true); }
    void wait_endsWithoutBeingWoken() { stoppedWhileWaiting(false); }

    void wait_endsAtTheDeadline()
    {
        Gate gate;
        gate.enter({});
        CPPUNIT_ASSERT(gate.enter(CallContext::within(std::chrono::milliseconds(1))) == Gate::Entry::Stopped);
    }

    void wait_ofSomebodyWhoLeftHoldsUpNobody()
    {
        Gate gate;
        gate.enter({});
        core::Cancellation cancellation;
        std::thread first([&] { gate.enter({"", "", &cancellation, std::nullopt}); });
        untilWaiting(gate, 1);
        Gate::Entry entry = Gate::Entry::Full;
        std::thread second([&] { entry = gate.enter({}); });
        untilWaiting(gate, 2);
        cancellation.stop(core::StopReason::Closed);
        first.join();
        gate.leave();
        second.join();
        CPPUNIT_ASSERT(entry == Gate::Entry::Entered);
    }

    void wait_isBounded()
    {
        Gate gate;
        gate.enter({});
        core::Cancellation cancellation;
        std::vector<std::thread> threads;
        for (int count = 0; count < 256; ++count)
            threads.emplace_back([&] { gate.enter({"", "", &cancellation, std::nullopt}); });
        untilWaiting(gate, 256);
        CPPUNIT_ASSERT(gate.enter({}) == Gate::Entry::Full);
        cancellation.stop(core::StopReason::Closed);
        gate.wake();
        for (auto& thread : threads)
            thread.join();
    }

    static Descriptor descriptor(const std::string& id, Threading threading, const std::string& group = "")
    {
        Descriptor descriptor;
        descriptor.id = id;
        descriptor.threading = threading;
        descriptor.exclusiveGroup = group;
        return descriptor;
    }

    void registry_groupsShareAGateAcrossPlugins()
    {
        GateRegistry registry;
        const auto one = registry.gateFor(descriptor("backend-one", Threading::Plugin, "espeak"));
        const auto two = registry.gateFor(descriptor("backend-two", Threading::Concurrent, "espeak"));
        const auto other = registry.gateFor(descriptor("backend-one", Threading::Plugin, "flite"));
        CPPUNIT_ASSERT(one && one == two && one != other);
    }

    void registry_followsTheThreadingModel()
    {
        GateRegistry registry;
        const auto gate = [&](Threading threading) {
            return registry.gateFor(descriptor("backend-one", threading));
        };
        CPPUNIT_ASSERT(gate(Threading::Plugin) && gate(Threading::Plugin) == gate(Threading::Plugin));
        CPPUNIT_ASSERT(gate(Threading::Instance) && gate(Threading::Instance) != gate(Threading::Instance));
        CPPUNIT_ASSERT(!gate(Threading::Concurrent));
        CPPUNIT_ASSERT(gate(Threading::Plugin) !=
                       registry.gateFor(descriptor("backend-two", Threading::Plugin)));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestGate);

}  // namespace
