#include "core/failure.hpp"
#include "policy/tenant_policies.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <map>
#include <thread>

namespace {

using namespace scaispeak;
using core::Policy;
using Names = std::vector<std::string>;

class KeptPolicies : public core::PolicyRepository
{
public:
    Policy findOrMake(const std::string& tenantId, const Policy& initial) override
    {
        ++reads;
        if (down) throw core::Failure(core::ErrorCode::StorageUnavailable, "down");
        if (duringRead) std::exchange(duringRead, nullptr)();
        return kept.try_emplace(tenantId, initial).first->second;
    }
    Policy change(const core::AuditRow& audit, const Policy& initial,
                  const std::function<Policy(const Policy&)>& change) override
    {
        Policy& policy = kept.try_emplace(audit.tenantId, initial).first->second;
        policy = change(policy);
        audits.push_back(audit);
        return policy;
    }

    std::map<std::string, Policy> kept;
    std::vector<core::AuditRow> audits;
    int reads = 0;
    bool down = false;
    std::function<void()> duringRead;
};

class TestTenantPolicies : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestTenantPolicies);
    CPPUNIT_TEST(firstUse_makesTheDeploymentsDefaultTheTenants);
    CPPUNIT_TEST(known_isNotReadAgainForAWhile);
    CPPUNIT_TEST(changeHere_countsForTheNextCall);
    CPPUNIT_TEST(changeHere_isNotUndoneByAnEarlierRead);
    CPPUNIT_TEST(changeElsewhere_countsWithinASecond);
    CPPUNIT_TEST(change_isAudited);
    CPPUNIT_TEST(refusedChange_changesNothing);
    CPPUNIT_TEST(supposed_changesNothing);
    CPPUNIT_TEST(storageThatDoesNotAnswer_isTold);
    CPPUNIT_TEST_SUITE_END();

    KeptPolicies _kept;
    policy::TenantPolicies _policies{_kept, {{{"A"}, "A"}, {"A", "B"}}};

    static core::Principal admin()
    {
        core::Principal caller;
        caller.identity.tenantId = "tnt_a";
        caller.identity.userId = "usr_a";
        return caller;
    }

    void firstUse_makesTheDeploymentsDefaultTheTenants()
    {
        CPPUNIT_ASSERT((Policy{{"A"}, "A"}) == *_policies.of("tnt_a"));
        _policies.configure({{{"B"}, "B"}, {"A", "B"}});
        CPPUNIT_ASSERT((Policy{{"B"}, "B"}) == *_policies.of("tnt_b"));
        CPPUNIT_ASSERT((Policy{{"A"}, "A"}) == *_policies.of("tnt_a"));
    }

    void known_isNotReadAgainForAWhile()
    {
        for (int call = 0; call < 10; ++call)
            _policies.of("tnt_a");
        CPPUNIT_ASSERT_EQUAL(1, _kept.reads);
    }

    void changeHere_countsForTheNextCall()
    {
        _policies.of("tnt_a");
        const Policy changed = _policies.change(admin(), {Names{"A", "B"}, "B"}, "req_1");
        CPPUNIT_ASSERT((Policy{{"A", "B"}, "B"}) == changed);
        CPPUNIT_ASSERT(changed == *_policies.of("tnt_a"));
        CPPUNIT_ASSERT((Policy{{"A"}, "A"}) == *_policies.of("tnt_b"));
    }

    void changeHere_isNotUndoneByAnEarlierRead()
    {
        _kept.kept["tnt_a"] = {{"A"}, "A"};
        _kept.duringRead = [&] { _policies.change(admin(), {Names{"B"}, "B"}, "req_1"); };
        _policies.of("tnt_a");
        CPPUNIT_ASSERT((Policy{{"B"}, "B"}) == *_policies.of("tnt_a"));
    }

    void changeElsewhere_countsWithinASecond()
    {
        _policies.of("tnt_a");
        _kept.kept["tnt_a"] = {{"B"}, "B"};
        std::this_thread::sleep_for(std::chrono::milliseconds(1'000));
        CPPUNIT_ASSERT((Policy{{"B"}, "B"}) == *_policies.of("tnt_a"));
    }

    void change_isAudited()
    {
        _policies.change(admin(), {Names{"B"}, "B"}, "req_1");
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, _kept.audits.size());
        const core::AuditRow& row = _kept.audits.front();
        CPPUNIT_ASSERT_EQUAL(std::string("policy.change"), row.action);
        CPPUNIT_ASSERT_EQUAL(std::string("usr_a"), row.actorUserId);
        CPPUNIT_ASSERT_EQUAL(std::string("tnt_a"), row.resourceId);
        CPPUNIT_ASSERT_EQUAL(std::string("req_1"), row.requestId);
        CPPUNIT_ASSERT(row.at > 0);
    }

    void refusedChange_changesNothing()
    {
        CPPUNIT_ASSERT_THROW(_policies.change(admin(), {Names{"X"}, "X"}, "req_1"), core::Failure);
        CPPUNIT_ASSERT((Policy{{"A"}, "A"}) == *_policies.of("tnt_a"));
        CPPUNIT_ASSERT(_kept.audits.empty());
    }

    void supposed_changesNothing()
    {
        CPPUNIT_ASSERT((Policy{{"A"}, "A"}) == _policies.supposed("tnt_a", {}));
        CPPUNIT_ASSERT((Policy{{"B"}, "B"}) == _policies.supposed("tnt_a", {Names{"B"}, "B"}));
        CPPUNIT_ASSERT_THROW(_policies.supposed("tnt_a", {Names{"B"}, std::nullopt}), core::Failure);
        CPPUNIT_ASSERT((Policy{{"A"}, "A"}) == *_policies.of("tnt_a"));
    }

    void storageThatDoesNotAnswer_isTold()
    {
        _kept.down = true;
        CPPUNIT_ASSERT_THROW(_policies.of("tnt_a"), core::Failure);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestTenantPolicies);

}  // namespace
