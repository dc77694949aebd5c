#include "access/permissions.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;

core::Identity identityWith(std::vector<std::string> roles, std::vector<std::string> permissions = {},
                            bool platform = false)
{
    core::Identity identity;
    identity.roles = std::move(roles);
    identity.permissions = std::move(permissions);
    identity.platformIssuer = platform;
    return identity;
}

class TestPermissions : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPermissions);
    CPPUNIT_TEST(roles_carryWhatTheContractSays);
    CPPUNIT_TEST(superAdmin_countsOnlyFromThePlatform);
    CPPUNIT_TEST(unknownWords_grantNothing);
    CPPUNIT_TEST_SUITE_END();

    void roles_carryWhatTheContractSays()
    {
        for (const char* role : {"tenant_admin", "partner_admin"}) {
            const core::Principal principal = access::principalOf(identityWith({role}));
            CPPUNIT_ASSERT_EQUAL(access::allPermissions.size(), principal.permissions.size());
            CPPUNIT_ASSERT(!principal.superAdmin);
        }
        const core::Principal viewer = access::principalOf(identityWith({"tenant_viewer"}));
        CPPUNIT_ASSERT(viewer.may(access::voiceRead));
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, viewer.permissions.size());
        CPPUNIT_ASSERT(access::principalOf(identityWith({"tenant_user"})).permissions.empty());
        CPPUNIT_ASSERT(access::principalOf(identityWith({"tenant_user"}, {"scaispeak:synthesize"}))
                           .may(access::synthesize));
    }

    void superAdmin_countsOnlyFromThePlatform()
    {
        CPPUNIT_ASSERT(access::principalOf(identityWith({"super_admin"}, {}, true)).superAdmin);
        const core::Principal pretender = access::principalOf(identityWith({"super_admin"}));
        CPPUNIT_ASSERT(!pretender.superAdmin);
        CPPUNIT_ASSERT(pretender.permissions.empty());
    }

    void unknownWords_grantNothing()
    {
        const auto identity = identityWith({"root", "TENANT_ADMIN", ""},
                                           {"scaispeak:everything", "scaispeak:admin ", ""}, true);
        CPPUNIT_ASSERT(access::principalOf(identity).permissions.empty());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPermissions);

}  // namespace
