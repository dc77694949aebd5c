#include "core/failure.hpp"
#include "store/policy_store.hpp"
#include "store_fixture.hpp"

#include <thread>

namespace {

using namespace scaispeak;
using core::Policy;

const Policy onlyA{{"A"}, "A"};
const Policy onlyB{{"B"}, "B"};

core::AuditRow by(const std::string& tenant)
{
    return {tenant, "usr_a", "policy.change", tenant, 7, "req_1"};
}

class Policies : public tests::StoreFixture
{
    CPPUNIT_TEST_SUITE(Policies);
    CPPUNIT_TEST(firstUse_makesIt_alsoForATenantNotSeenYet);
    CPPUNIT_TEST(made_staysWhateverTheDefaultBecomes);
    CPPUNIT_TEST(change_isKeptWithItsAuditRow);
    CPPUNIT_TEST(change_thatThrowsLeavesNothing);
    CPPUNIT_TEST(change_toTheSameWritesNothing);
    CPPUNIT_TEST(changesAtOnce_loseNone);
    CPPUNIT_TEST_SUITE_END_ABSTRACT();

    store::PolicyStore& policies() { return _store->policies; }

    void firstUse_makesIt_alsoForATenantNotSeenYet()
    {
        CPPUNIT_ASSERT(onlyA == policies().findOrMake("ten_a", onlyA));
        CPPUNIT_ASSERT(onlyB == policies().findOrMake("ten_b", onlyB));
    }

    void made_staysWhateverTheDefaultBecomes()
    {
        policies().findOrMake("ten_a", onlyA);
        CPPUNIT_ASSERT(onlyA == policies().findOrMake("ten_a", onlyB));
    }

    void change_isKeptWithItsAuditRow()
    {
        const Policy wide{{"B", "A"}, "B"};
        CPPUNIT_ASSERT(wide == policies().change(by("ten_a"), onlyA, [&](const Policy& now) {
            CPPUNIT_ASSERT(onlyA == now);
            return wide;
        }));
        CPPUNIT_ASSERT(wide == policies().findOrMake("ten_a", onlyA));
        CPPUNIT_ASSERT(onlyA == policies().findOrMake("ten_b", onlyA));
        const store::Rows rows = run("SELECT tenant_id, actor_user_id, action, resource_id, at FROM audit");
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, rows.size());
        CPPUNIT_ASSERT_EQUAL(std::string("policy.change"), rows.at(0).text(2));
        CPPUNIT_ASSERT_EQUAL(std::int64_t{7}, rows.at(0).integer(4));
    }

    void change_thatThrowsLeavesNothing()
    {
        policies().findOrMake("ten_a", onlyA);
        const core::Failure failure = tests::failureOf([&] {
            policies().change(by("ten_a"), onlyA, [](const Policy&) -> Policy {
                throw core::Failure(core::ErrorCode::ValidationError, "no");
            });
        });
        CPPUNIT_ASSERT(failure.code() == core::ErrorCode::ValidationError);
        CPPUNIT_ASSERT(onlyA == policies().findOrMake("ten_a", onlyB));
        CPPUNIT_ASSERT(run("SELECT 1 FROM audit").empty());
    }

    void change_toTheSameWritesNothing()
    {
        policies().change(by("ten_a"), onlyA, [](const Policy& now) { return now; });
        CPPUNIT_ASSERT(run("SELECT 1 FROM audit").empty());
    }

    void changesAtOnce_loseNone()
    {
        policies().findOrMake("ten_a", onlyA);
        std::vector<std::thread> callers;
        for (int caller = 0; caller < 8; ++caller)
            callers.emplace_back([this, caller] {
                policies().change(by("ten_a"), onlyA, [&](Policy now) {
                    now.allowedBackends.push_back("S" + std::string(1, static_cast<char>('A' + caller)));
                    return now;
                });
            });
        for (auto& caller : callers)
            caller.join();
        CPPUNIT_ASSERT_EQUAL(std::size_t{9}, policies().findOrMake("ten_a", onlyA).allowedBackends.size());
        CPPUNIT_ASSERT_EQUAL(std::size_t{8}, run("SELECT 1 FROM audit").size());
    }
};

SCAISPEAK_ON_BOTH_DATABASES(Policies);

}  // namespace
