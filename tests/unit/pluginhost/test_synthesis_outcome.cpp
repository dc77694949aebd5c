#include "backend_fixture.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;
using namespace scaispeak::pluginhost;
using core::SynthesisStatus;

class TestSynthesisOutcome : public BackendFixture
{
    CPPUNIT_TEST_SUITE(TestSynthesisOutcome);
    CPPUNIT_TEST(outcome_okWithWhatThePluginReports);
    CPPUNIT_TEST(outcome_ofAFailureKeepsItsWords);
    CPPUNIT_TEST(outcome_ofAnUnknownStatusIsFailed);
    CPPUNIT_TEST(outcome_ofAnExceptionIsFailed);
    CPPUNIT_TEST(outcome_stoppedWithoutBeingAskedIsFailed);
    CPPUNIT_TEST(outcome_stoppedByTheCallerIsCancelled);
    CPPUNIT_TEST(outcome_afterTheDeadlineIsDeadline);
    CPPUNIT_TEST(call_cancelledBeforeItsTurnNeverReachesThePlugin);
    CPPUNIT_TEST_SUITE_END();

    void outcome_okWithWhatThePluginReports()
    {
        const auto outcome = speak([](const scs_call*, const scs_synthesis_request*,
                                      const scs_audio_sink* sink, scs_synthesis_result* result, scs_error*) {
            begin(*sink);
            sink->write(sink->ctx, silence.data(), 64);
            std::copy_n("node-7", 6, result->node_id.data);
            result->node_id.size = 6;
            result->holds_reference = 1;
            result->frames = 999;
            result->chars_done = 999;
            return SCS_OK;
        });
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Ok && outcome.holdsReference);
        CPPUNIT_ASSERT_EQUAL(std::string("node-7"), outcome.nodeId);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{32}, outcome.frames);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{5}, outcome.charsDone);
        CPPUNIT_ASSERT((_sink.format == core::AudioFormat{core::Encoding::PcmS16, 24'000, 1}));
        CPPUNIT_ASSERT_EQUAL(std::size_t{64}, _sink.bytes);
    }

    void outcome_ofAFailureKeepsItsWords()
    {
        const auto outcome = speak([this](const scs_call*, const scs_synthesis_request*,
                                          const scs_audio_sink*, scs_synthesis_result*, scs_error* error) {
            return fakes::fail(_plugin, error, SCS_OVERLOADED, "saturated", "try later", "queue full",
                               2'000'000'000);
        });
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Overloaded);
        CPPUNIT_ASSERT_EQUAL(std::string("saturated"), outcome.reason);
        CPPUNIT_ASSERT_EQUAL(std::string("try later"), outcome.publicMessage);
        CPPUNIT_ASSERT_EQUAL(std::string("queue full"), outcome.internalMessage);
        CPPUNIT_ASSERT(outcome.retryAfter == std::chrono::milliseconds(2'000));
        CPPUNIT_ASSERT(end(SCS_UNAVAILABLE).status == SynthesisStatus::Unavailable);
        CPPUNIT_ASSERT(end(SCS_UNSUPPORTED).status == SynthesisStatus::Unsupported);
        CPPUNIT_ASSERT(end(SCS_INTERNAL).status == SynthesisStatus::Failed);
    }

    void outcome_ofAnUnknownStatusIsFailed()
    {
        for (const scs_status status : {-1, 4, 9, 4711}) {
            const auto outcome = end(status);
            CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Failed);
            CPPUNIT_ASSERT(outcome.internalMessage.find(std::to_string(status)) != std::string::npos);
        }
    }

    void outcome_ofAnExceptionIsFailed()
    {
        const auto outcome = speak([](auto...) -> scs_status { throw 7; });
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Failed);
        CPPUNIT_ASSERT(_host.logger.has("plugin_fault plugin=backend-fake fault=exception"));
    }

    void outcome_stoppedWithoutBeingAskedIsFailed()
    {
        for (const scs_status status : {SCS_CANCELLED, SCS_DEADLINE, SCS_CLOSED}) {
            const auto outcome = end(status);
            CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Failed);
            CPPUNIT_ASSERT(outcome.internalMessage.find("without being asked") != std::string::npos);
        }
    }

    void outcome_stoppedByTheCallerIsCancelled()
    {
        const auto outcome = speak([this](const scs_call* call, const scs_synthesis_request*,
                                          const scs_audio_sink*, scs_synthesis_result*, scs_error*) {
            CPPUNIT_ASSERT_EQUAL(SCS_OK, _plugin.host->call_status(_plugin.host->ctx, call));
            _cancellation.stop(core::StopReason::Cancelled);
            CPPUNIT_ASSERT_EQUAL(SCS_CANCELLED, _plugin.host->call_status(_plugin.host->ctx, call));
            // One that answers with another of the three is stopped for the reason that the host knows.
            return SCS_CLOSED;
        });
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Cancelled);
    }

    void outcome_afterTheDeadlineIsDeadline()
    {
        core::SynthesisRequest given = request();
        given.timeLeft = std::chrono::milliseconds(20);
        _plugin.synthesize = [this](const scs_call* call, auto...) {
            scs_status status = SCS_OK;
            while (status == SCS_OK)
                status = _plugin.host->call_status(_plugin.host->ctx, call);
            return status;
        };
        CPPUNIT_ASSERT(backend()->synthesize(given, _sink, _cancellation).status ==
                       SynthesisStatus::Deadline);
    }

    void call_cancelledBeforeItsTurnNeverReachesThePlugin()
    {
        _cancellation.stop(core::StopReason::Closed);
        bool called = false;
        const auto outcome = speak([&](auto...) {
            called = true;
            return SCS_OK;
        });
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Closed);
        CPPUNIT_ASSERT(!called);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSynthesisOutcome);

}  // namespace
