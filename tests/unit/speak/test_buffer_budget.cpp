#include "speak/buffer_budget.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <optional>

namespace {

using scaispeak::speak::BufferBudget;

class TestBufferBudget : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestBufferBudget);
    CPPUNIT_TEST(tenant_getsAQuarter);
    CPPUNIT_TEST(total_isSharedByTenants);
    CPPUNIT_TEST(account_givesBackWhatItHoldsWhenItGoes);
    CPPUNIT_TEST_SUITE_END();

    std::shared_ptr<BufferBudget> _budget = std::make_shared<BufferBudget>(400);

    void tenant_getsAQuarter()
    {
        BufferBudget::Account first(_budget, "a");
        BufferBudget::Account second(_budget, "a");
        BufferBudget::Account other(_budget, "b");
        CPPUNIT_ASSERT(first.tryTake(60));
        CPPUNIT_ASSERT(!second.tryTake(41));
        CPPUNIT_ASSERT(second.tryTake(40));
        CPPUNIT_ASSERT(other.tryTake(100));
        first.giveBack(10);
        CPPUNIT_ASSERT(second.tryTake(10));
    }

    void total_isSharedByTenants()
    {
        std::vector<std::unique_ptr<BufferBudget::Account>> accounts;
        for (const char* tenant : {"a", "b", "c", "d"}) {
            accounts.push_back(std::make_unique<BufferBudget::Account>(_budget, tenant));
            CPPUNIT_ASSERT(accounts.back()->tryTake(100));
        }
        BufferBudget::Account late(_budget, "e");
        CPPUNIT_ASSERT(!late.tryTake(1));
        accounts.pop_back();
        CPPUNIT_ASSERT(late.tryTake(100));
    }

    void account_givesBackWhatItHoldsWhenItGoes()
    {
        std::optional<BufferBudget::Account> account(std::in_place, _budget, "a");
        account->take(5'000);
        CPPUNIT_ASSERT_EQUAL(std::size_t{5'000}, _budget->used());
        account->giveBack(99'999);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, _budget->used());
        account->take(7);
        account.reset();
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, _budget->used());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestBufferBudget);

}  // namespace
