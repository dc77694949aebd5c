#include "unit/speak/utterance_fixture.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <thread>

namespace scaispeak::tests {
namespace {

class TestStartHere : public UtteranceFixture
{
    CPPUNIT_TEST_SUITE(TestStartHere);
    CPPUNIT_TEST(freePlace_engineIsCalledOnTheCallersThread);
    CPPUNIT_TEST(laterSegments_areSpokenOnThePoolsThreads);
    CPPUNIT_TEST(noPlace_utteranceTakesItsTurn);
    CPPUNIT_TEST(stopped_beforeItIsRunIsNotSpoken);
    CPPUNIT_TEST(unrun_givesItsPlaceBack);
    CPPUNIT_TEST(secondStart_doesNothing);
    CPPUNIT_TEST_SUITE_END();

    static ScriptedBackend::Script notes(std::vector<std::thread::id>& threads)
    {
        return [&threads](const auto& request, core::AudioSink& sink, const auto& cancellation) {
            threads.push_back(std::this_thread::get_id());
            return says(10, 1)(request, sink, cancellation);
        };
    }

    void freePlace_engineIsCalledOnTheCallersThread()
    {
        std::vector<std::thread::id> threads;
        addSlot("A", {notes(threads)});
        const auto listener = std::make_shared<Waiting>();
        const auto stream = service().openStream(order("Hello."), listener);
        const auto work = stream.utterance->startHere();
        CPPUNIT_ASSERT(work);
        CPPUNIT_ASSERT(threads.empty());
        work();
        listener->wait();
        CPPUNIT_ASSERT(!listener->failure);
        CPPUNIT_ASSERT(threads == std::vector{std::this_thread::get_id()});
    }

    void laterSegments_areSpokenOnThePoolsThreads()
    {
        std::vector<std::thread::id> threads;
        addSlot("A", {notes(threads), notes(threads)}, 1);
        const auto listener = std::make_shared<Waiting>();
        const std::string sentence = std::string(300, 'a') + ". ";
        const auto stream = service().openStream(order(sentence + "B" + sentence), listener);
        // The place is given back with the work, or the second segment would wait for it.
        stream.utterance->startHere()();
        listener->wait();
        CPPUNIT_ASSERT(!listener->failure);
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, threads.size());
        CPPUNIT_ASSERT(threads[1] != std::this_thread::get_id());
    }

    void noPlace_utteranceTakesItsTurn()
    {
        addSlot("A", {says(10, 1), says(10, 1)}, 1);
        const auto first = std::make_shared<Waiting>();
        const auto second = std::make_shared<Waiting>();
        auto busy = service().openStream(order("One."), first);
        auto waiting = service().openStream(order("Two."), second);
        auto work = busy.utterance->startHere();
        CPPUNIT_ASSERT(!waiting.utterance->startHere());
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, _slots.front()->pool->queued());
        work();
        work = nullptr;
        first->wait();
        second->wait();
        CPPUNIT_ASSERT(!second->failure);
    }

    void stopped_beforeItIsRunIsNotSpoken()
    {
        const auto backend = addSlot("A", {says(10, 1)});
        const auto listener = std::make_shared<Waiting>();
        const auto stream = service().openStream(order("Hello."), listener);
        const auto work = stream.utterance->startHere();
        stream.utterance->stop(core::StopReason::Cancelled);
        listener->wait();
        work();
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, backend->calls());
    }

    void unrun_givesItsPlaceBack()
    {
        addSlot("A", {says(10, 1)}, 1);
        const auto listener = std::make_shared<Waiting>();
        const auto stream = service().openStream(order("Hello."), listener);
        auto work = stream.utterance->startHere();
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, _slots.front()->pool->running());
        work = nullptr;
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, _slots.front()->pool->running());
        stream.utterance->stop(core::StopReason::Cancelled);
        listener->wait();
    }

    void secondStart_doesNothing()
    {
        addSlot("A", {says(10, 1)});
        const auto listener = std::make_shared<Waiting>();
        const auto stream = service().openStream(order("Hello."), listener);
        const auto work = stream.utterance->startHere();
        CPPUNIT_ASSERT(!stream.utterance->startHere());
        work();
        listener->wait();
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestStartHere);

}  // namespace
}  // namespace scaispeak::tests
