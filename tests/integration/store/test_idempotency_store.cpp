#include "store/idempotency_store.hpp"
#include "store_fixture.hpp"

#include <cstdint>
#include <string>

namespace {

using namespace scaispeak;
using State = core::IdempotencyClaim::State;

constexpr std::int64_t minute = 60'000'000;

core::IdempotentUse use(std::uint8_t key, std::uint8_t request = 1, std::int64_t at = minute,
                        const std::string& user = "usr_a", const std::string& tenant = "ten_a")
{
    core::IdempotentUse made{tenant, user, {}, {}, at};
    made.key[0] = key;
    made.request[0] = request;
    return made;
}

class IdempotencyKeys : public tests::StoreFixture
{
    CPPUNIT_TEST_SUITE(IdempotencyKeys);
    CPPUNIT_TEST(firstClaim_isOurs_theNextOfTheSameWaits);
    CPPUNIT_TEST(keptAnswer_comesAgain);
    CPPUNIT_TEST(answerThatWasNotKept_isDoneAgain);
    CPPUNIT_TEST(anotherRequest_isDifferent);
    CPPUNIT_TEST(released_isFreeAgain);
    CPPUNIT_TEST(usersAndTenants_haveKeysOfTheirOwn);
    CPPUNIT_TEST(claimOfAHostThatIsGone_isTakenOver);
    CPPUNIT_TEST(afterADay_isForgotten);
    CPPUNIT_TEST(ofAUser_theNewestAreKept);
    CPPUNIT_TEST_SUITE_END_ABSTRACT();

    store::IdempotencyStore& ledger() { return _store->idempotency; }
    void expect(State state, const core::IdempotentUse& used, const std::string& answer = "")
    {
        const auto claim = ledger().claim(used);
        CPPUNIT_ASSERT_EQUAL(static_cast<int>(state), static_cast<int>(claim.state));
        CPPUNIT_ASSERT(answer == claim.answer);
    }

    void firstClaim_isOurs_theNextOfTheSameWaits()
    {
        expect(State::Ours, use(1));
        expect(State::Running, use(1));
        expect(State::Ours, use(2));
    }

    void keptAnswer_comesAgain()
    {
        const std::string answer("a\0b\xff", 4);
        expect(State::Ours, use(1));
        ledger().keep(use(1), answer);
        expect(State::Kept, use(1), answer);
    }

    void answerThatWasNotKept_isDoneAgain()
    {
        expect(State::Ours, use(1));
        ledger().keep(use(1), "");
        expect(State::Again, use(1));
        expect(State::Different, use(1, 2));
    }

    void anotherRequest_isDifferent()
    {
        expect(State::Ours, use(1, 1));
        expect(State::Different, use(1, 2));
        ledger().keep(use(1, 1), "x");
        expect(State::Different, use(1, 2));
    }

    void released_isFreeAgain()
    {
        expect(State::Ours, use(1, 1));
        ledger().release(use(1, 1));
        expect(State::Ours, use(1, 2));
        ledger().keep(use(1, 2), "x");
        ledger().release(use(1, 2));
        expect(State::Kept, use(1, 2), "x");
    }

    void usersAndTenants_haveKeysOfTheirOwn()
    {
        expect(State::Ours, use(1, 1));
        expect(State::Ours, use(1, 2, minute, "usr_b"));
        expect(State::Ours, use(1, 3, minute, "usr_a", "ten_b"));
    }

    void claimOfAHostThatIsGone_isTakenOver()
    {
        expect(State::Ours, use(1));
        expect(State::Running, use(1, 1, 11 * minute));
        expect(State::Ours, use(1, 1, 12 * minute));
    }

    void afterADay_isForgotten()
    {
        expect(State::Ours, use(1));
        ledger().keep(use(1), "x");
        expect(State::Kept, use(1, 1, 24 * 60 * minute), "x");
        expect(State::Ours, use(1, 2, (24 * 60 + 2) * minute));
    }

    void ofAUser_theNewestAreKept()
    {
        for (int index = 0; index < 258; ++index) {
            core::IdempotentUse used = use(static_cast<std::uint8_t>(index), 1, minute + index);
            used.key[1] = static_cast<std::uint8_t>(index / 256);
            expect(State::Ours, used);
            ledger().keep(used, "x");
        }
        CPPUNIT_ASSERT_EQUAL(std::int64_t{256}, run("SELECT COUNT(*) FROM idempotency").front().integer(0));
        expect(State::Ours, use(0, 9));
        expect(State::Kept, use(200), "x");
    }
};

SCAISPEAK_ON_BOTH_DATABASES(IdempotencyKeys);

}  // namespace
