#include "fakes.hpp"
#include "pluginhost/call_slab.hpp"
#include "pluginhost/host_table.hpp"
#include "pluginhost/principal_table.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <limits>

namespace {

using namespace scaispeak;
using namespace scaispeak::pluginhost;

scs_str text(std::string_view view)
{
    return {view.data(), view.size()};
}

scs_field label(std::string_view key, std::string_view value)
{
    return {text(key), SCS_FIELD_TEXT, 0, text(value), 0, 0};
}

class TestHostTable : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestHostTable);
    CPPUNIT_TEST(log_linesCarryThePluginsId);
    CPPUNIT_TEST(log_badPartsAreReplacedOrLeftOut);
    CPPUNIT_TEST(log_excessIsDroppedAndCounted);
    CPPUNIT_TEST(limit_refillsAndReportsOnceASecond);
    CPPUNIT_TEST(metrics_getPrefixAndPluginLabel);
    CPPUNIT_TEST(metrics_beyondTheCapBecomeOther);
    CPPUNIT_TEST(metrics_againstTheRulesAreLeftOut);
    CPPUNIT_TEST(clocks_run);
    CPPUNIT_TEST(extension_isForAuthPluginsAlone);
    CPPUNIT_TEST(credentials_knownOneIsEmitted);
    CPPUNIT_TEST(credentials_failuresHaveTheirStatus);
    CPPUNIT_TEST(status_withoutACallIsClosed);
    CPPUNIT_TEST(table_thatIsClosedLeadsNowhere);
    CPPUNIT_TEST_SUITE_END();

    fakes::Host _host;
    HostTable _table{"auth-x", _host.services, true};
    const scs_host& _abi = *_table.get();

    void log_linesCarryThePluginsId()
    {
        const scs_field fields[] = {label("key", "value"),
                                    {text("number"), SCS_FIELD_INTEGER, 0, {}, -7, 0},
                                    {text("real"), SCS_FIELD_REAL, 0, {}, 0, 0.5}};
        _abi.log(_abi.ctx, SCS_LOG_WARNING, text("key_refused"), fields, 3);
        CPPUNIT_ASSERT_EQUAL(std::string("key_refused plugin=auth-x key=value number=-7 real=0.500000"),
                             _host.logger.lines().at(0));
        _abi.log(_abi.ctx, SCS_LOG_DEBUG, text("below_the_level"), nullptr, 0);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, _host.logger.lines().size());
    }

    void log_badPartsAreReplacedOrLeftOut()
    {
        const std::string longText(2'000, 'x');
        const scs_field fields[] = {label("Bad Key", "v"),         label("plugin", "somebody-else"),
                                    label("event", "key_created"), label("ts", "1970-01-01T00:00:00Z"),
                                    label("level", "debug"),       label("a", "\xff"),
                                    label("b", longText),          {text("c"), 9, 0, {}, 0, 0}};
        _abi.log(_abi.ctx, 99, text("Not Snake"), fields, 8);
        CPPUNIT_ASSERT_EQUAL("plugin_line_without_event plugin=auth-x a=(no readable text) b=" +
                                 longText.substr(0, 1'024) + " c=(of a type that this host does not know)",
                             _host.logger.lines().at(0));
        _abi.log(_abi.ctx, SCS_LOG_INFO, {nullptr, 5}, nullptr, 5);
        CPPUNIT_ASSERT_EQUAL(std::string("plugin_line_without_event plugin=auth-x"),
                             _host.logger.lines().at(1));
    }

    void table_thatIsClosedLeadsNowhere()
    {
        _table.close();
        _abi.log(_abi.ctx, SCS_LOG_ERROR, text("still_here"), nullptr, 0);
        _abi.metric_add(_abi.ctx, text("late_total"), 1, nullptr, 0);
        CPPUNIT_ASSERT(_host.logger.lines().empty());
        CPPUNIT_ASSERT(_host.metrics.sum("scaispeak_plugin_late_total{plugin=auth-x,}") <= 0);
        const auto* credentials = static_cast<const scs_host_credentials*>(
            _abi.get_extension(_abi.ctx, text(SCS_HOST_CREDENTIALS_1)));
        CPPUNIT_ASSERT_EQUAL(SCS_UNAVAILABLE,
                             credentials->lookup(_abi.ctx, nullptr, {}, nullptr, nullptr, nullptr));
    }

    void log_excessIsDroppedAndCounted()
    {
        // The clock is the real one, so some more than the 200 may pass.
        for (int count = 0; count < 5'000; ++count)
            _abi.log(_abi.ctx, SCS_LOG_INFO, text("noise"), nullptr, 0);
        const auto passed = static_cast<double>(_host.logger.count("noise"));
        const double dropped = _host.metrics.sum("scaispeak_plugin_log_lines_dropped_total{plugin=auth-x,}");
        CPPUNIT_ASSERT(passed >= 200 && dropped > 0);
        CPPUNIT_ASSERT_EQUAL(5'000.0, passed + dropped);
    }

    void limit_refillsAndReportsOnceASecond()
    {
        constexpr std::int64_t second = 1'000'000'000;
        LogLimit limit;
        for (std::uint64_t count = 0; count < LogLimit::linesPerSecond; ++count)
            CPPUNIT_ASSERT(limit.admit(0).pass);
        for (int count = 0; count < 3; ++count)
            CPPUNIT_ASSERT(!limit.admit(0).pass);
        CPPUNIT_ASSERT(!limit.admit(second / 200 - 1).pass);
        const LogLimit::Verdict first = limit.admit(second / 200);
        CPPUNIT_ASSERT(first.pass && first.droppedBefore == 4);
        CPPUNIT_ASSERT(!limit.admit(second / 200).pass);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, limit.admit(second / 100).droppedBefore);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, limit.admit(second / 200 + second).droppedBefore);
        std::uint64_t passed = 0;
        for (int count = 0; count < 1'000; ++count)
            passed += limit.admit(60 * second).pass ? 1U : 0U;
        CPPUNIT_ASSERT_EQUAL(LogLimit::linesPerSecond, passed);
    }

    void metrics_getPrefixAndPluginLabel()
    {
        const scs_field outcome = label("outcome", "ok");
        _abi.metric_add(_abi.ctx, text("lookups_total"), 2, &outcome, 1);
        _abi.metric_add(_abi.ctx, text("lookups_total"), 3, &outcome, 1);
        _abi.metric_set(_abi.ctx, text("open"), 4, nullptr, 0);
        _abi.metric_observe(_abi.ctx, text("wait_seconds"), 0.5, nullptr, 0);
        CPPUNIT_ASSERT_EQUAL(5.0,
                             _host.metrics.sum("scaispeak_plugin_lookups_total{outcome=ok,plugin=auth-x,}"));
        CPPUNIT_ASSERT_EQUAL(4.0, _host.metrics.sum("scaispeak_plugin_open{plugin=auth-x,}"));
        CPPUNIT_ASSERT_EQUAL(0.5, _host.metrics.sum("scaispeak_plugin_wait_seconds{plugin=auth-x,}"));
    }

    void metrics_beyondTheCapBecomeOther()
    {
        for (int number = 0; number < 150; ++number) {
            const std::string name = "v" + std::to_string(number);
            const scs_field one = label("voice", name);
            _abi.metric_add(_abi.ctx, text("uses_total"), 1, &one, 1);
        }
        CPPUNIT_ASSERT_EQUAL(1.0, _host.metrics.sum("scaispeak_plugin_uses_total{plugin=auth-x,voice=v99,}"));
        CPPUNIT_ASSERT_EQUAL(-1.0,
                             _host.metrics.sum("scaispeak_plugin_uses_total{plugin=auth-x,voice=v100,}"));
        CPPUNIT_ASSERT_EQUAL(50.0,
                             _host.metrics.sum("scaispeak_plugin_uses_total{plugin=auth-x,voice=other,}"));
    }

    void metrics_againstTheRulesAreLeftOut()
    {
        const std::size_t before = _host.metrics.size();
        const scs_field badKey = label("Bad", "v");
        const scs_field ownId = label("plugin", "another");
        const scs_field number = {text("n"), SCS_FIELD_INTEGER, 0, {}, 1, 0};
        _abi.metric_add(_abi.ctx, text("Bad-Name"), 1, nullptr, 0);
        _abi.metric_add(_abi.ctx, text("9lives"), 1, nullptr, 0);
        for (const scs_field& field : {badKey, ownId, number})
            _abi.metric_add(_abi.ctx, text("x_total"), 1, &field, 1);
        _abi.metric_add(_abi.ctx, text("x_total"), 1, nullptr, 1);
        _abi.metric_add(_abi.ctx, text("x_total"), -1, nullptr, 0);
        _abi.metric_observe(_abi.ctx, text("x"), std::numeric_limits<double>::quiet_NaN(), nullptr, 0);
        CPPUNIT_ASSERT_EQUAL(before, _host.metrics.size());
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, _host.logger.count("plugin_metric_rejected plugin=auth-x"));
        _abi.metric_add(_abi.ctx, text("two_kinds"), 1, nullptr, 0);
        _abi.metric_set(_abi.ctx, text("two_kinds"), 9, nullptr, 0);
        CPPUNIT_ASSERT_EQUAL(1.0, _host.metrics.sum("scaispeak_plugin_two_kinds{plugin=auth-x,}"));
        for (int count = 0; count < 200; ++count) {
            const std::string name = "n" + std::to_string(count);
            _abi.metric_set(_abi.ctx, text(name), 1, nullptr, 0);
        }
        CPPUNIT_ASSERT_EQUAL(before + PluginMetrics::maximumNames, _host.metrics.size());
    }

    void clocks_run()
    {
        const std::int64_t first = _abi.monotonic_ns(_abi.ctx);
        CPPUNIT_ASSERT(first > 0 && _abi.monotonic_ns(_abi.ctx) >= first);
        CPPUNIT_ASSERT(_abi.unix_ns(_abi.ctx) > 1'700'000'000'000'000'000);
    }

    void extension_isForAuthPluginsAlone()
    {
        CPPUNIT_ASSERT(_abi.get_extension(_abi.ctx, text(SCS_HOST_CREDENTIALS_1)) != nullptr);
        CPPUNIT_ASSERT(_abi.get_extension(_abi.ctx, text("scaispeak.host.other/1")) == nullptr);
        CPPUNIT_ASSERT(_abi.get_extension(_abi.ctx, {nullptr, 9}) == nullptr);
        const HostTable engine("backend-x", _host.services, false);
        CPPUNIT_ASSERT(engine.get()->get_extension(engine.get()->ctx, text(SCS_HOST_CREDENTIALS_1)) ==
                       nullptr);
    }

    CallSlab _slab;
    core::Sha256 _hash{1, 2, 3};
    std::string _emittedUser;

    scs_status look(CallSlot& slot, scs_bytes hash)
    {
        const auto* table = static_cast<const scs_host_credentials*>(
            _abi.get_extension(_abi.ctx, text(SCS_HOST_CREDENTIALS_1)));
        const auto take = [](void* context, const scs_principal* principal) -> scs_status {
            static_cast<TestHostTable*>(context)->_emittedUser = readPrincipal(principal)->userId;
            return SCS_OK;
        };
        return table->lookup(_abi.ctx, slot.call(), hash, take, this, slot.error());
    }

    void credentials_knownOneIsEmitted()
    {
        core::Identity identity;
        identity.tenantId = "t1";
        identity.userId = "u1";
        _host.credentials.known[_hash] = identity;
        CallSlot* slot = _slab.open({});
        CPPUNIT_ASSERT_EQUAL(SCS_OK, look(*slot, {_hash.data(), 32}));
        CPPUNIT_ASSERT_EQUAL(std::string("u1"), _emittedUser);
        _slab.close(slot);
    }

    void credentials_failuresHaveTheirStatus()
    {
        CallSlot* slot = _slab.open({});
        CPPUNIT_ASSERT_EQUAL(SCS_NOT_FOUND, look(*slot, {_hash.data(), 32}));
        CPPUNIT_ASSERT_EQUAL(SCS_INVALID_ARGUMENT, look(*slot, {_hash.data(), 31}));
        CPPUNIT_ASSERT_EQUAL(SCS_INVALID_ARGUMENT, look(*slot, {nullptr, 32}));
        _host.credentials.down = true;
        CPPUNIT_ASSERT_EQUAL(SCS_UNAVAILABLE, look(*slot, {_hash.data(), 32}));
        CPPUNIT_ASSERT_EQUAL(std::string("the database does not answer"), slot->errorText().internalMessage);
        slot->stop(core::StopReason::Cancelled);
        CPPUNIT_ASSERT_EQUAL(SCS_CANCELLED, look(*slot, {_hash.data(), 32}));
        CPPUNIT_ASSERT(_emittedUser.empty());
        _slab.close(slot);
    }

    void status_withoutACallIsClosed()
    {
        CPPUNIT_ASSERT_EQUAL(SCS_CLOSED, _abi.call_status(_abi.ctx, nullptr));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestHostTable);

}  // namespace
