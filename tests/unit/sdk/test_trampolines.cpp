#include "support/fake_plugin_host.hpp"
#include "support/recording_sink.hpp"

#include <scaispeak/plugin.hpp>

#include <cppunit/extensions/HelperMacros.h>

#include <array>
#include <functional>
#include <stdexcept>

namespace {

using namespace scaispeak;
using scaispeak::test::CapturedError;
using scaispeak::test::FakePluginHost;
using scaispeak::test::RecordingSink;

/// What the methods of Sinner do in this test.
std::function<void()> act = [] {};

class Sinner : public Backend, public Authenticator
{
public:
    Sinner(const Host&, std::string_view) { act(); }

    Engine describe(const Call&) override
    {
        act();
        return {};
    }
    void listVoices(const Call&, Emit<Voice>& emit) override
    {
        while (emit(Voice{}))
            ++voices;
    }
    Status synthesize(const Call&, const SynthesisRequest&, AudioSink& sink, SynthesisResult& result) override
    {
        result.nodeId = "node-1";
        result.charsDone = 3;
        sink.begin(Encoding::PcmS16, 24000, 1);
        sink.write(Span<const std::uint8_t>(twoFrames));
        sink.write(Span<const std::uint8_t>(twoFrames));
        act();
        return Status::Ok;
    }
    void cancel(std::string_view) override { act(); }
    Health health() override
    {
        act();
        return {false, "circuit_open", "five failures"};
    }
    AuthAnswer authenticate(const Call&, std::string_view) override
    {
        act();
        return {AuthDecision::Allow, {}};
    }

    int voices = 0;
    std::array<std::uint8_t, 4> twoFrames{};
};

class Minimal : public Backend
{
public:
    Minimal(const Host&, std::string_view) {}
    Engine describe(const Call&) override { return {}; }
    Status synthesize(const Call&, const SynthesisRequest&, AudioSink&, SynthesisResult&) override
    {
        return Status::Ok;
    }
};

constexpr PluginInfo sinner{"sinner", "Sinner", "1.0.0", "", "", "{}"};
constexpr scs_plugin descriptor = detail::describePlugin<Sinner>(sinner);
constexpr scs_plugin minimal = detail::describePlugin<Minimal>(sinner);

class TestTrampolines : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestTrampolines);
    CPPUNIT_TEST(error_reachesTheHostWithAllItsWords);
    CPPUNIT_TEST(exception_isInternal);
    CPPUNIT_TEST(exception_ofNoClassIsInternal);
    CPPUNIT_TEST(stop_isAStatusWithoutAnError);
    CPPUNIT_TEST(errorWithStatusOk_isNoSuccess);
    CPPUNIT_TEST(create_thatThrowsGivesNoInstance);
    CPPUNIT_TEST(cancel_thatThrowsLeavesALineInTheLog);
    CPPUNIT_TEST(health_isCopiedAndFailsAsAStatus);
    CPPUNIT_TEST(authenticate_thatThrowsIsUnavailableNotAllow);
    CPPUNIT_TEST(authenticate_whosePrincipalIsRefusedIsNotAllow);
    CPPUNIT_TEST(emit_refusedEndsTheListWithThatStatus);
    CPPUNIT_TEST(sink_closedBecomesTheStatusOfTheCall);
    CPPUNIT_TEST(result_isFilledAlsoWhenSynthesizeThrows);
    CPPUNIT_TEST(host_ofFewerMembersIsReadSafely);
    CPPUNIT_TEST(interface_onlyWhatTheClassDerivesFrom);
    CPPUNIT_TEST(methods_notOverriddenAreNotOffered);
    CPPUNIT_TEST_SUITE_END();

public:
    void setUp() override
    {
        act = [] {};
        CPPUNIT_ASSERT_EQUAL(SCS_OK, descriptor.create(&_host.table(), scs_str{}, &_instance, nullptr));
    }
    void tearDown() override { descriptor.destroy(_instance); }

private:
    static scs_status takeEngine(void*, const scs_engine*) { return SCS_OK; }

    scs_status describe()
    {
        const scs_call call = _host.call();
        return _backend->describe(_instance, &call, &takeEngine, nullptr, _error.raw());
    }

    scs_status authenticate(scs_status principalTaken, std::int32_t& decision)
    {
        const scs_call call = _host.call();
        return _auth->authenticate(
            _instance, &call, test::raw("secret"),
            [](void* ctx, const scs_principal*) { return *static_cast<scs_status*>(ctx); }, &principalTaken,
            &decision, _error.raw());
    }

    void error_reachesTheHostWithAllItsWords()
    {
        act = [] {
            throw Error(Status::Overloaded, "saturated", "come back later", "8 of 8",
                        std::chrono::milliseconds(5));
        };
        CPPUNIT_ASSERT_EQUAL(SCS_OVERLOADED, describe());
        CPPUNIT_ASSERT_EQUAL(std::string("saturated"), _error.reason);
        CPPUNIT_ASSERT_EQUAL(std::string("come back later"), _error.publicMessage);
        CPPUNIT_ASSERT_EQUAL(std::string("8 of 8"), _error.internalMessage);
        CPPUNIT_ASSERT_EQUAL(std::int64_t{5000000}, _error.retryAfterNs);
    }

    void exception_isInternal()
    {
        act = [] { throw std::runtime_error("disk on fire"); };
        CPPUNIT_ASSERT_EQUAL(SCS_INTERNAL, describe());
        CPPUNIT_ASSERT_EQUAL(std::string("disk on fire"), _error.internalMessage);
        CPPUNIT_ASSERT(_error.publicMessage.empty());
    }

    void exception_ofNoClassIsInternal()
    {
        act = [] { throw 42; };
        CPPUNIT_ASSERT_EQUAL(SCS_INTERNAL, describe());
    }

    void stop_isAStatusWithoutAnError()
    {
        act = [] { throw Error(Status::Deadline); };
        CPPUNIT_ASSERT_EQUAL(SCS_DEADLINE, describe());
        CPPUNIT_ASSERT_EQUAL(0, _error.set);
    }

    void errorWithStatusOk_isNoSuccess()
    {
        act = [] { throw Error(Status::Ok); };
        CPPUNIT_ASSERT_EQUAL(SCS_INTERNAL, describe());
    }

    void create_thatThrowsGivesNoInstance()
    {
        act = [] { throw Error(Status::InvalidArgument, "", "volume: too loud"); };
        void* instance = nullptr;
        CPPUNIT_ASSERT_EQUAL(SCS_INVALID_ARGUMENT,
                             descriptor.create(&_host.table(), scs_str{}, &instance, _error.raw()));
        CPPUNIT_ASSERT(instance == nullptr);
        CPPUNIT_ASSERT_EQUAL(std::string("volume: too loud"), _error.publicMessage);
    }

    void cancel_thatThrowsLeavesALineInTheLog()
    {
        act = [] { throw std::runtime_error("no"); };
        _backend->cancel(_instance, test::raw("req-1"));
        CPPUNIT_ASSERT_EQUAL(std::string("exception_dropped function=cancel"), _host.lines().at(0));
    }

    void health_isCopiedAndFailsAsAStatus()
    {
        std::array<char, 64> memory{};
        scs_health health{};
        health.struct_size = sizeof health;
        health.reason = {memory.data(), memory.size(), 0};
        CPPUNIT_ASSERT_EQUAL(SCS_OK, _backend->health(_instance, &health));
        CPPUNIT_ASSERT_EQUAL(std::int32_t{SCS_HEALTH_DOWN}, health.state);
        CPPUNIT_ASSERT_EQUAL(std::string("circuit_open"), std::string(memory.data(), health.reason.size));
        act = [] { throw 1; };
        CPPUNIT_ASSERT_EQUAL(SCS_INTERNAL, _backend->health(_instance, &health));
    }

    void authenticate_thatThrowsIsUnavailableNotAllow()
    {
        act = [] { throw std::runtime_error("no"); };
        std::int32_t decision = SCS_AUTH_ALLOW;
        CPPUNIT_ASSERT_EQUAL(SCS_INTERNAL, authenticate(SCS_OK, decision));
        CPPUNIT_ASSERT_EQUAL(std::int32_t{SCS_AUTH_UNAVAILABLE}, decision);
    }

    void authenticate_whosePrincipalIsRefusedIsNotAllow()
    {
        std::int32_t decision = SCS_AUTH_DENY;
        CPPUNIT_ASSERT_EQUAL(SCS_INVALID_ARGUMENT, authenticate(SCS_INVALID_ARGUMENT, decision));
        CPPUNIT_ASSERT_EQUAL(std::int32_t{SCS_AUTH_UNAVAILABLE}, decision);
        CPPUNIT_ASSERT_EQUAL(SCS_OK, authenticate(SCS_OK, decision));
        CPPUNIT_ASSERT_EQUAL(std::int32_t{SCS_AUTH_ALLOW}, decision);
    }

    void emit_refusedEndsTheListWithThatStatus()
    {
        int left = 3;
        const scs_call call = _host.call();
        const auto take = [](void* ctx, const scs_voice*) -> scs_status {
            return --*static_cast<int*>(ctx) > 0 ? SCS_OK : SCS_CANCELLED;
        };
        CPPUNIT_ASSERT_EQUAL(SCS_CANCELLED,
                             _backend->list_voices(_instance, &call, take, &left, _error.raw()));
        CPPUNIT_ASSERT_EQUAL(0, left);
    }

    void sink_closedBecomesTheStatusOfTheCall()
    {
        test::Spoken spoken;
        spoken.sink.stopAfterWrites = 1;
        speak(*_backend, _instance, _host, "any", "abc", spoken);
        CPPUNIT_ASSERT_EQUAL(SCS_CLOSED, spoken.status);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, spoken.result.frames);
    }

    void result_isFilledAlsoWhenSynthesizeThrows()
    {
        act = [] { throw Error(Status::Unavailable); };
        std::array<char, 4> memory{};
        test::Spoken spoken;
        spoken.result.node_id = {memory.data(), memory.size(), 0};
        speak(*_backend, _instance, _host, "any", "abc", spoken);
        CPPUNIT_ASSERT_EQUAL(SCS_UNAVAILABLE, spoken.status);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{4}, spoken.result.frames);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{3}, spoken.result.chars_done);
        CPPUNIT_ASSERT_EQUAL(std::string("node"), std::string(memory.data(), spoken.result.node_id.size));
    }

    void host_ofFewerMembersIsReadSafely()
    {
        scs_host old = _host.table();
        old.struct_size = offsetof(scs_host, monotonic_ns);
        const Host host(&old);
        CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, static_cast<std::int64_t>(host.monotonicNow().count()));
        CPPUNIT_ASSERT(!host.extension<scs_host_credentials>(SCS_HOST_CREDENTIALS_1));
        const scs_call call = _host.call();
        _host.stopCalls(SCS_CANCELLED);
        CPPUNIT_ASSERT(!Call(host, &call, nullptr).cancelled());
        host.log(LogLevel::Info, "still_there", {Field("count", 3), Field("who", "me")});
        CPPUNIT_ASSERT_EQUAL(std::string("still_there count=3 who=me"), _host.lines().at(0));
    }

    void interface_onlyWhatTheClassDerivesFrom()
    {
        CPPUNIT_ASSERT(_backend != nullptr && _auth != nullptr);
        CPPUNIT_ASSERT(descriptor.get_interface(test::raw(SCS_OBJECTS_1)) == nullptr);
        CPPUNIT_ASSERT(descriptor.get_interface(test::raw("scaispeak.backend/2")) == nullptr);
        CPPUNIT_ASSERT(descriptor.get_interface(scs_str{}) == nullptr);
    }

    void methods_notOverriddenAreNotOffered()
    {
        const auto* table = static_cast<const scs_backend*>(minimal.get_interface(test::raw(SCS_BACKEND_1)));
        CPPUNIT_ASSERT(table->list_voices == nullptr && table->cancel == nullptr && table->health == nullptr);
        CPPUNIT_ASSERT(_backend->list_voices != nullptr && _backend->cancel != nullptr &&
                       _backend->health != nullptr);
    }

    FakePluginHost _host;
    CapturedError _error;
    void* _instance = nullptr;
    const scs_backend* _backend =
        static_cast<const scs_backend*>(descriptor.get_interface(test::raw(SCS_BACKEND_1)));
    const scs_auth* _auth = static_cast<const scs_auth*>(descriptor.get_interface(test::raw(SCS_AUTH_1)));
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestTrampolines);

}  // namespace
