#include <backend-scaiinfer/choice.hpp>
#include <cppunit/extensions/HelperMacros.h>

#include <random>

namespace {

using scaispeak::scaiinfer::Choice;

class TestChoice : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestChoice);
    CPPUNIT_TEST(draws_areOfTwoDifferentOnes);
    CPPUNIT_TEST(chosen_isTheLessLoadedOfTheTwoDrawn);
    CPPUNIT_TEST(chosen_ofEqualsIsTheFirstDrawn);
    CPPUNIT_TEST(ineligible_isNeverDrawnHoweverIdle);
    CPPUNIT_TEST(noneEligible_choosesNone);
    CPPUNIT_TEST(oneEligible_isChosenWithoutADraw);
    CPPUNIT_TEST(equals_shareAlike);
    CPPUNIT_TEST(loads_evenOut);
    CPPUNIT_TEST_SUITE_END();

    using Candidates = std::vector<Choice::Candidate>;

    /// What is drawn, in order; and of how many it was asked.
    std::vector<std::size_t> _drawn;
    std::vector<std::size_t> _asked;

    std::optional<std::size_t> choose(const Candidates& candidates, std::vector<std::size_t> drawn)
    {
        _drawn = std::move(drawn);
        _asked.clear();
        Choice choice([this](std::size_t below) {
            _asked.push_back(below);
            CPPUNIT_ASSERT(_asked.size() <= _drawn.size());
            return _drawn[_asked.size() - 1];
        });
        return choice.among(candidates);
    }

    static Choice seeded()
    {
        return Choice([random = std::minstd_rand(7)](std::size_t below) mutable {
            return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
        });
    }

    void draws_areOfTwoDifferentOnes()
    {
        const Candidates three{{true, 0.9}, {true, 0.5}, {true, 0.1}};
        // The second draw is among the others, so that the same number means the next one.
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, choose(three, {1, 1}).value());
        CPPUNIT_ASSERT((std::vector<std::size_t>{3, 2} == _asked));
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, choose(three, {1, 0}).value());
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, choose(three, {0, 0}).value());
    }

    void chosen_isTheLessLoadedOfTheTwoDrawn()
    {
        const Candidates four{{true, 0.5}, {true, 0.25}, {true, 0.75}, {true, 0}};
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, choose(four, {0, 0}).value());
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, choose(four, {1, 0}).value());
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, choose(four, {2, 0}).value());
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, choose(four, {3, 2}).value());
    }

    void chosen_ofEqualsIsTheFirstDrawn()
    {
        const Candidates equals{{true, 0.5}, {true, 0.5}};
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, choose(equals, {0, 0}).value());
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, choose(equals, {1, 0}).value());
    }

    void ineligible_isNeverDrawnHoweverIdle()
    {
        const Candidates candidates{{false, 0},  {true, 0.9}, {false, 0},
                                    {true, 0.8}, {true, 0.7}, {false, 0}};
        Choice choice = seeded();
        std::vector<int> calls(candidates.size());
        for (int call = 0; call < 1'000; ++call)
            ++calls[choice.among(candidates).value()];
        CPPUNIT_ASSERT_EQUAL(0, calls[0] + calls[2] + calls[5]);
        // The most loaded of three is never the less loaded of two.
        CPPUNIT_ASSERT_EQUAL(0, calls[1]);
        CPPUNIT_ASSERT(calls[3] > 250 && calls[4] > 600);
    }

    void noneEligible_choosesNone()
    {
        CPPUNIT_ASSERT(!choose({}, {}));
        CPPUNIT_ASSERT(!choose({{false, 0}, {false, 0.5}}, {}));
    }

    void oneEligible_isChosenWithoutADraw()
    {
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, choose({{false, 0}, {true, 3}}, {}).value());
    }

    void equals_shareAlike()
    {
        Choice choice = seeded();
        std::vector<int> calls(5);
        const Candidates idle(calls.size(), {true, 0});
        for (int call = 0; call < 10'000; ++call)
            ++calls[choice.among(idle).value()];
        for (const int one : calls)
            CPPUNIT_ASSERT(one > 1'800 && one < 2'200);
    }

    /// Calls that stay: with one random draw the fullest of ten would have some thirty more than the mean.
    void loads_evenOut()
    {
        Choice choice = seeded();
        Candidates nodes(10, {true, 0});
        for (int call = 0; call < 1'000; ++call)
            nodes[choice.among(nodes).value()].load += 1;
        for (const Choice::Candidate& node : nodes)
            CPPUNIT_ASSERT(node.load >= 95 && node.load <= 105);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestChoice);

}  // namespace
