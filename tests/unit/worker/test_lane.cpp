#include "fake_plugin.hpp"
#include "pluginhost/wire/abi_fields.hpp"
#include "pluginhost/wire/field_reader.hpp"
#include "pluginhost/wire/field_writer.hpp"
#include "pluginhost/wire/function.hpp"
#include "worker/lane.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/socket.h>

#include <array>
#include <limits>

using namespace scaispeak;
using namespace scaispeak::pluginhost;

namespace {

class TestLane : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestLane);
    CPPUNIT_TEST(call_withAllTimeThereIsRuns);
    CPPUNIT_TEST(frames_thatWereNotSentAreRefused);
    CPPUNIT_TEST(clip_ofACallThatIsTooLateIsNotLookedAt);
    CPPUNIT_TEST_SUITE_END();

    fakes::Host _host;
    fakes::Plugin _plugin;

    static FieldWriter headOf(Function function, std::int64_t timeLeft)
    {
        FieldWriter head;
        head(std::uint64_t{1}, function);
        head.text("req_1");
        head.text("");
        head(timeLeft);
        return head;
    }

    /// What the lane answers to that call, and that alone.
    static scs_status serve(PluginInstance& instance, const FieldWriter& call)
    {
        auto [ours, theirs] = makeSocketPair();
        Channel caller(std::move(ours));
        CPPUNIT_ASSERT(caller.send(FrameKind::Call, call.bytes()) == Channel::Outcome::Done);
        ::shutdown(caller.descriptor(), SHUT_WR);
        worker::Lane(Channel(std::move(theirs))).run(instance);
        Frame frame;
        CPPUNIT_ASSERT(caller.receive(frame) == Channel::Outcome::Done && frame.kind == FrameKind::Return);
        return FieldReader(frame.payload).take<scs_status>();
    }

    void call_withAllTimeThereIsRuns()
    {
        scs_status seen = SCS_INTERNAL;
        _plugin.listVoices = [&](const scs_call* call, auto...) {
            seen = _plugin.host->call_status(_plugin.host->ctx, call);
            return SCS_OK;
        };
        const auto instance = _plugin.instance(_host);
        const FieldWriter voices = headOf(Function::ListVoices, std::numeric_limits<std::int64_t>::max());
        CPPUNIT_ASSERT_EQUAL(scs_status{SCS_OK}, serve(*instance, voices));
        CPPUNIT_ASSERT_EQUAL(scs_status{SCS_OK}, seen);
    }

    void frames_thatWereNotSentAreRefused()
    {
        Descriptor descriptor;
        descriptor.id = "preflight-fake";
        descriptor.create = [](const scs_host*, scs_str, void** instance, scs_error*) {
            static int something;
            *instance = &something;
            return scs_status{SCS_OK};
        };
        descriptor.destroy = [](void*) {};
        Interfaces interfaces;
        interfaces.preflight.emplace();
        interfaces.preflight->push = [](auto...) { return scs_status{SCS_OK}; };
        PluginInstance instance(descriptor, interfaces, _host.services, nullptr, {});
        const std::array<float, 4> samples{};
        const auto push = [&](std::uint64_t frames) {
            FieldWriter pushed = headOf(Function::PushFrames, 0);
            pushed(std::uintptr_t{0}, frames);
            pushed.rest(samples.data(), sizeof samples);
            return serve(instance, pushed);
        };
        CPPUNIT_ASSERT_EQUAL(scs_status{SCS_OK}, push(2));
        CPPUNIT_ASSERT_EQUAL(scs_status{SCS_INVALID_ARGUMENT}, push(3));
        CPPUNIT_ASSERT_EQUAL(scs_status{SCS_INVALID_ARGUMENT}, push(5));
    }

    void clip_ofACallThatIsTooLateIsNotLookedAt()
    {
        const auto instance = _plugin.instance(_host);
        FieldWriter late = headOf(Function::Synthesize, 1);
        scs_synthesis_request request{};
        request.struct_size = sizeof request;
        scs_reference reference{};
        reference.struct_size = sizeof reference;
        writeStruct(late, &request);
        late(std::uint8_t{1});
        writeStruct(late, &reference);
        CPPUNIT_ASSERT_EQUAL(scs_status{SCS_DEADLINE}, serve(*instance, late));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestLane);

}  // namespace
