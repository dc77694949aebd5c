#include "pluginhost/call_slab.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <thread>

namespace {

using namespace scaispeak;
using namespace scaispeak::pluginhost;

class TestCallSlot : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestCallSlot);
    CPPUNIT_TEST(status_followsTheCancellation);
    CPPUNIT_TEST(status_keepsItsFirstAnswer);
    CPPUNIT_TEST(status_tellsTheDeadline);
    CPPUNIT_TEST(status_ofACallThatIsOverIsClosed);
    CPPUNIT_TEST(status_isAnsweredToHelpersWhileTheCallEnds);
    CPPUNIT_TEST(target_isForTheCallsOwnThread);
    CPPUNIT_TEST(target_ofACallThatIsOverIsGone);
    CPPUNIT_TEST(target_isGoneForAsLongAsTheSlotIsNotUsed256TimesAgain);
    CPPUNIT_TEST(error_isTakenFromTheCallsOwnThreadAlone);
    CPPUNIT_TEST(error_isCheckedAndCut);
    CPPUNIT_TEST(call_carriesWhatIsLeftOfTheTime);
    CPPUNIT_TEST(slab_isBounded);
    CPPUNIT_TEST_SUITE_END();

    CallSlab _slab;

    void status_followsTheCancellation()
    {
        core::Cancellation cancellation;
        CallSlot* slot = _slab.open({"", "", &cancellation, std::nullopt});
        CPPUNIT_ASSERT_EQUAL(SCS_OK, CallSlot::status(slot->call()->token));
        cancellation.stop(core::StopReason::Cancelled);
        CPPUNIT_ASSERT_EQUAL(SCS_CANCELLED, CallSlot::status(slot->call()->token));
        _slab.close(slot);
    }

    void status_keepsItsFirstAnswer()
    {
        core::Cancellation cancellation;
        CallSlot* slot = _slab.open({"", "", &cancellation, std::nullopt});
        slot->stop(core::StopReason::Closed);
        cancellation.stop(core::StopReason::Cancelled);
        CPPUNIT_ASSERT_EQUAL(SCS_CLOSED, slot->status());
        _slab.close(slot);
    }

    void status_tellsTheDeadline()
    {
        CallSlot* slot = _slab.open(CallContext::within(std::chrono::seconds(-1)));
        CPPUNIT_ASSERT_EQUAL(SCS_DEADLINE, slot->status());
        _slab.close(slot);
    }

    void status_ofACallThatIsOverIsClosed()
    {
        CallSlot* slot = _slab.open({});
        const void* token = slot->call()->token;
        _slab.close(slot);
        CPPUNIT_ASSERT_EQUAL(SCS_CLOSED, CallSlot::status(token));
        CPPUNIT_ASSERT_EQUAL(SCS_CLOSED, CallSlot::status(nullptr));
    }

    void status_isAnsweredToHelpersWhileTheCallEnds()
    {
        std::atomic<const void*> token{nullptr};
        std::atomic<bool> done{false};
        std::thread leaked([&] {
            while (!done) {
                const scs_status status = CallSlot::status(token.load());
                CPPUNIT_ASSERT(status == SCS_OK || status == SCS_CLOSED || status == SCS_CANCELLED);
            }
        });
        for (int round = 0; round < 2'000; ++round) {
            // On the heap, so that a look at it after the call is seen by the address sanitizer.
            const auto cancellation = std::make_unique<core::Cancellation>();
            CallSlot* slot = _slab.open({"", "", cancellation.get(), std::nullopt});
            token = slot->call()->token;
            cancellation->stop(core::StopReason::Cancelled);
            _slab.close(slot);
        }
        done = true;
        leaked.join();
    }

    void target_isForTheCallsOwnThread()
    {
        int value = 7;
        CallSlot* slot = _slab.open({});
        slot->setTarget(&value);
        CPPUNIT_ASSERT(CallSlot::target<int>(slot->handle()) == &value);
        CPPUNIT_ASSERT(!slot->usedByOthers());
        std::thread([&] { CPPUNIT_ASSERT(CallSlot::target<int>(slot->handle()) == nullptr); }).join();
        CPPUNIT_ASSERT(slot->usedByOthers());
        _slab.close(slot);
    }

    void target_ofACallThatIsOverIsGone()
    {
        int value = 7;
        CallSlot* slot = _slab.open({});
        slot->setTarget(&value);
        void* handle = slot->handle();
        _slab.close(slot);
        CPPUNIT_ASSERT(CallSlot::target<int>(handle) == nullptr);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, _slab.takeLateUses());
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, _slab.takeLateUses());
    }

    void target_isGoneForAsLongAsTheSlotIsNotUsed256TimesAgain()
    {
        int value = 7;
        CallSlot* first = _slab.open({});
        void* handle = first->handle();
        _slab.close(first);
        for (std::size_t count = 0; count < 255 * CallSlab::restingSlots; ++count) {
            CallSlot* slot = _slab.open({});
            slot->setTarget(&value);
            CPPUNIT_ASSERT(CallSlot::target<int>(handle) == nullptr);
            _slab.close(slot);
        }
    }

    static scs_error_info info(std::string_view reason, std::string_view message)
    {
        scs_error_info info = {};
        info.struct_size = sizeof info;
        info.reason = {reason.data(), reason.size()};
        info.public_message = {message.data(), message.size()};
        return info;
    }

    void error_isTakenFromTheCallsOwnThreadAlone()
    {
        CallSlot* slot = _slab.open({});
        const scs_error_info mine = info("mine", "");
        const scs_error_info theirs = info("theirs", "");
        CallSlot::setError(slot->error(), &mine);
        std::thread([&] { CallSlot::setError(slot->error(), &theirs); }).join();
        CPPUNIT_ASSERT_EQUAL(std::string("mine"), slot->errorText().reason);
        CallSlot::setError(nullptr, &mine);
        _slab.close(slot);
    }

    void error_isCheckedAndCut()
    {
        CallSlot* slot = _slab.open({});
        const std::string longText(3'000, 'x');
        scs_error_info said = info("Not A Word", longText);
        said.internal_message = {"\xff", 1};
        said.retry_after_ns = 1'500'000;
        CallSlot::setError(slot->error(), &said);
        CPPUNIT_ASSERT_EQUAL(std::string(), slot->errorText().reason);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1'024}, slot->errorText().publicMessage.size());
        CPPUNIT_ASSERT_EQUAL(std::string("(its message is no readable text)"),
                             slot->errorText().internalMessage);
        CPPUNIT_ASSERT_EQUAL(std::int64_t{2}, std::int64_t{slot->errorText().retryAfter->count()});
        said.struct_size = 8;
        CallSlot::setError(slot->error(), &said);
        CPPUNIT_ASSERT(slot->errorText().publicMessage.empty() && !slot->errorText().retryAfter);
        _slab.close(slot);
    }

    void call_carriesWhatIsLeftOfTheTime()
    {
        CallSlot* open = _slab.open({});
        CallSlot* bounded = _slab.open(CallContext::within(std::chrono::hours(1)));
        CallSlot* over = _slab.open(CallContext::within(std::chrono::hours(-1)));
        CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, open->call()->time_left_ns);
        CPPUNIT_ASSERT(bounded->call()->time_left_ns > 3'000'000'000'000);
        CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, over->call()->time_left_ns);
        for (CallSlot* slot : {open, bounded, over})
            _slab.close(slot);
    }

    void slab_isBounded()
    {
        std::vector<CallSlot*> slots;
        for (std::size_t count = 0; count < CallSlab::maximumSlots; ++count)
            slots.push_back(_slab.open({}));
        CPPUNIT_ASSERT(slots.back() != nullptr);
        CPPUNIT_ASSERT(_slab.open({}) == nullptr);
        for (CallSlot* slot : slots)
            _slab.close(slot);
        CPPUNIT_ASSERT(_slab.open({}) != nullptr);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestCallSlot);

}  // namespace
