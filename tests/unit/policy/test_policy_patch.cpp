#include "core/failure.hpp"
#include "policy/policy_patch.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;
using core::Policy;
using policy::patched;
using policy::PolicyPatch;
using Names = std::vector<std::string>;

class TestPolicyPatch : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPolicyPatch);
    CPPUNIT_TEST(nothingGiven_changesNothing);
    CPPUNIT_TEST(given_replacesTheRestStays);
    CPPUNIT_TEST(merged_isCheckedAsAWhole);
    CPPUNIT_TEST(faults_areAllTold);
    CPPUNIT_TEST_SUITE_END();

    const Names _slots{"A", "B", "CLOUD"};
    const Policy _both{{"A", "B"}, "A"};

    core::Failure failureOf(const Policy& policy, const PolicyPatch& patch)
    {
        try {
            patched(policy, patch, _slots);
        }
        catch (const core::Failure& failure) {
            CPPUNIT_ASSERT(failure.code() == core::ErrorCode::ValidationError);
            return failure;
        }
        CPPUNIT_FAIL("it was taken");
        throw;
    }

    void nothingGiven_changesNothing() { CPPUNIT_ASSERT(_both == patched(_both, {}, _slots)); }

    void given_replacesTheRestStays()
    {
        CPPUNIT_ASSERT((Policy{{"A", "B"}, "B"}) == patched(_both, {std::nullopt, "B"}, _slots));
        CPPUNIT_ASSERT((Policy{{"CLOUD", "A"}, "A"}) ==
                       patched(_both, {Names{"CLOUD", "A"}, std::nullopt}, _slots));
        CPPUNIT_ASSERT((Policy{{"CLOUD"}, "CLOUD"}) == patched(_both, {Names{"CLOUD"}, "CLOUD"}, _slots));
    }

    void merged_isCheckedAsAWhole()
    {
        const core::Failure failure = failureOf(_both, {Names{"B"}, std::nullopt});
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, failure.details().size());
        CPPUNIT_ASSERT_EQUAL(std::string("default_backend"), failure.details()[0].field);
    }

    void faults_areAllTold()
    {
        const core::Failure failure = failureOf(_both, {Names{"X", "B", "B"}, "A"});
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, failure.details().size());
        CPPUNIT_ASSERT(failure.details()[0].message.find("A, B, CLOUD") != std::string::npos);
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, failureOf(_both, {Names{}, std::nullopt}).details().size());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPolicyPatch);

}  // namespace
