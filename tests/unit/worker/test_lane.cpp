#include "fake_plugin.hpp"
#include "pluginhost/wire/field_writer.hpp"
#include "pluginhost/wire/function.hpp"
#include "worker/lane.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/socket.h>

#include <limits>

using namespace scaispeak;
using namespace scaispeak::pluginhost;

namespace {

class TestLane : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestLane);
    CPPUNIT_TEST(call_withAllTimeThereIsRuns);
    CPPUNIT_TEST_SUITE_END();

    void call_withAllTimeThereIsRuns()
    {
        fakes::Host host;
        fakes::Plugin plugin;
        scs_status seen = SCS_INTERNAL;
        plugin.listVoices = [&](const scs_call* call, auto...) {
            seen = plugin.host->call_status(plugin.host->ctx, call);
            return SCS_OK;
        };
        const auto instance = plugin.instance(host);
        auto [ours, theirs] = makeSocketPair();
        Channel caller(std::move(ours));
        FieldWriter call;
        call(std::uint64_t{1}, Function::ListVoices);
        call.text("req_1");
        call.text("");
        call(std::numeric_limits<std::int64_t>::max());
        CPPUNIT_ASSERT(caller.send(FrameKind::Call, call.bytes()) == Channel::Outcome::Done);
        ::shutdown(caller.descriptor(), SHUT_WR);
        worker::Lane(Channel(std::move(theirs))).run(*instance);
        CPPUNIT_ASSERT_EQUAL(scs_status{SCS_OK}, seen);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestLane);

}  // namespace
