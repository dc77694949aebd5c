#include "unit/speak/utterance_fixture.hpp"

namespace {

using namespace scaispeak;
using namespace scaispeak::speak;
using core::ErrorCode;
using core::SynthesisStatus;
using tests::fails;
using tests::outcome;
using tests::says;
using tests::ScriptedBackend;

/// What the caller is told of an engine that failed.
class TestUtteranceFailure : public tests::UtteranceFixture
{
    CPPUNIT_TEST_SUITE(TestUtteranceFailure);
    CPPUNIT_TEST(failed_isABackendErrorWithoutSlotReasons);
    CPPUNIT_TEST(failed_isToldInThePluginsOwnWords);
    CPPUNIT_TEST(failedAfterASample_isToldInTheHostsWords);
    CPPUNIT_TEST(failed_isLoggedWithThePluginsWordAndRemedy);
    CPPUNIT_TEST(credentialNotAccepted_isASlotReason);
    CPPUNIT_TEST(failedForSlowness_isATimeout);
    CPPUNIT_TEST(failedAndUnreachable_isABackendError);
    CPPUNIT_TEST(unavailable_isUnreachableByTheSlotsClass);
    CPPUNIT_TEST(overloaded_saysWhenToComeBack);
    CPPUNIT_TEST(unavailableAfterASample_isABackendError);
    CPPUNIT_TEST(slowAfterASample_isATimeout);
    CPPUNIT_TEST(overloadedAfterASample_saysWhenToComeBack);
    CPPUNIT_TEST(failureBeforeTheSlotThatSpoke_isNotTheOneReported);
    CPPUNIT_TEST_SUITE_END();

    static ScriptedBackend::Script full()
    {
        return [](const auto&, core::AudioSink&, const auto&) {
            core::SynthesisOutcome result = outcome(SynthesisStatus::Overloaded, "saturated");
            result.retryAfter = std::chrono::milliseconds(6'001);
            return result;
        };
    }

    static ScriptedBackend::Script breaksOff(SynthesisStatus status, const std::string& reason)
    {
        return [=](const core::SynthesisRequest& request, core::AudioSink& sink,
                   const core::Cancellation& cancellation) {
            says(10, 1)(request, sink, cancellation);
            return outcome(status, reason);
        };
    }

    core::Failure failure() { return collect(order("Hello.")).listener->failure.value(); }

    void failed_isABackendErrorWithoutSlotReasons()
    {
        addSlot("B", {fails(SynthesisStatus::Failed, "backend-relay.failed")});
        const core::Failure told = failure();
        CPPUNIT_ASSERT(told.code() == ErrorCode::BackendError);
        CPPUNIT_ASSERT(told.details().empty());
    }

    static ScriptedBackend::Script wantsMoney(int frames)
    {
        return [=](const core::SynthesisRequest& request, core::AudioSink& sink,
                   const core::Cancellation& cancellation) {
            if (frames > 0) says(frames, 1)(request, sink, cancellation);
            core::SynthesisOutcome result =
                outcome(SynthesisStatus::Failed, "backend-relay.payment_required");
            result.publicMessage = "the operator settles its account";
            return result;
        };
    }

    void failed_isToldInThePluginsOwnWords()
    {
        addSlot("B", {wantsMoney(0)});
        CPPUNIT_ASSERT_EQUAL(std::string("the backend failed: the operator settles its account"),
                             std::string(failure().what()));
    }

    void failedAfterASample_isToldInTheHostsWords()
    {
        addSlot("B", {wantsMoney(10)});
        CPPUNIT_ASSERT_EQUAL(std::string("the backend failed while speaking; try again"),
                             std::string(failure().what()));
    }

    void failed_isLoggedWithThePluginsWordAndRemedy()
    {
        addSlot("B", {wantsMoney(0)});
        failure();
        CPPUNIT_ASSERT(_logger.mentions("backend-relay.payment_required"));
        CPPUNIT_ASSERT(_logger.mentions("the operator settles its account"));
    }

    void credentialNotAccepted_isASlotReason()
    {
        addSlot("B", {fails(SynthesisStatus::Unavailable, "relay_credentials_missing")});
        const core::Failure told = failure();
        CPPUNIT_ASSERT(told.code() == ErrorCode::BackendUnavailable);
        CPPUNIT_ASSERT_EQUAL(std::string("relay_credentials_missing"), told.details().at(0).code);
    }

    void failedForSlowness_isATimeout()
    {
        addSlot("B", {fails(SynthesisStatus::Failed, "backend_timeout")});
        CPPUNIT_ASSERT(failure().code() == ErrorCode::BackendTimeout);
    }

    void failedAndUnreachable_isABackendError()
    {
        addSlot("A", {fails(SynthesisStatus::Failed)});
        addSlot("B", {fails(SynthesisStatus::Unavailable, "relay_unreachable")});
        CPPUNIT_ASSERT(failure().code() == ErrorCode::BackendError);
    }

    void unavailable_isUnreachableByTheSlotsClass()
    {
        addSlot("A", {fails(SynthesisStatus::Unavailable)});
        const auto relay = std::make_shared<Slot>(*_slots.front());
        relay->name = "B";
        relay->slotClass = SlotClass::Relay;
        _slots.push_back(relay);
        const core::Failure told = failure();
        CPPUNIT_ASSERT(told.code() == ErrorCode::BackendUnavailable);
        CPPUNIT_ASSERT_EQUAL(std::string("no_node_with_engine"), told.details().at(0).code);
        CPPUNIT_ASSERT_EQUAL(std::string("relay_unreachable"), told.details().at(1).code);
    }

    void overloaded_saysWhenToComeBack()
    {
        addSlot("B", {full()});
        const core::Failure told = failure();
        CPPUNIT_ASSERT(told.code() == ErrorCode::Overloaded);
        CPPUNIT_ASSERT_EQUAL(7, told.retryAfterSeconds().value());
    }

    void unavailableAfterASample_isABackendError()
    {
        for (const char* reason : {"", "backend-other.cut_off", "relay_unreachable"}) {
            renew();
            _slots.clear();
            addSlot("B", {breaksOff(SynthesisStatus::Unavailable, reason)});
            CPPUNIT_ASSERT(failure().code() == ErrorCode::BackendError);
        }
    }

    void slowAfterASample_isATimeout()
    {
        addSlot("B", {breaksOff(SynthesisStatus::Failed, "backend_timeout")});
        CPPUNIT_ASSERT(failure().code() == ErrorCode::BackendTimeout);
    }

    void overloadedAfterASample_saysWhenToComeBack()
    {
        addSlot("B", {says(10, 1), full()});
        const core::Failure told = collect(order("One. Two.")).listener->failure.value();
        CPPUNIT_ASSERT(told.code() == ErrorCode::Overloaded);
        CPPUNIT_ASSERT_EQUAL(7, told.retryAfterSeconds().value());
    }

    void failureBeforeTheSlotThatSpoke_isNotTheOneReported()
    {
        addSlot("A", {fails(SynthesisStatus::Failed, "backend_timeout")});
        addSlot("B", {breaksOff(SynthesisStatus::Unavailable, "")});
        CPPUNIT_ASSERT(failure().code() == ErrorCode::BackendError);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestUtteranceFailure);

}  // namespace
