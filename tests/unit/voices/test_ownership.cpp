#include "core/failure.hpp"
#include "voices/ownership.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;
using core::VoiceScope;

class TestOwnership : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestOwnership);
    CPPUNIT_TEST(userVoice_isItsOwners);
    CPPUNIT_TEST(tenantVoice_isItsOwnersAndItsAdmins);
    CPPUNIT_TEST(globalVoiceAndPreset_areTheSuperAdmins);
    CPPUNIT_TEST_SUITE_END();

    static core::Principal caller(const std::string& user, bool admin = false, bool superAdmin = false)
    {
        core::Principal principal;
        principal.identity.userId = user;
        if (admin) principal.permissions.emplace("scaispeak:admin");
        principal.superAdmin = superAdmin;
        return principal;
    }

    static bool may(const core::Principal& principal, VoiceScope scope, core::VoiceKind kind)
    {
        core::Voice voice;
        voice.scope = scope;
        voice.kind = kind;
        voice.ownerUserId = kind == core::VoiceKind::Preset ? "" : "owner";
        try {
            voices::requireOwnership(principal, voice);
            return true;
        }
        catch (const core::Failure& failure) {
            CPPUNIT_ASSERT(failure.code() == core::ErrorCode::AuthzPermissionDenied);
            return false;
        }
    }

    void userVoice_isItsOwners()
    {
        CPPUNIT_ASSERT(may(caller("owner"), VoiceScope::User, core::VoiceKind::Cloned));
        CPPUNIT_ASSERT(!may(caller("other", true), VoiceScope::User, core::VoiceKind::Cloned));
    }

    void tenantVoice_isItsOwnersAndItsAdmins()
    {
        CPPUNIT_ASSERT(may(caller("owner"), VoiceScope::Tenant, core::VoiceKind::Cloned));
        CPPUNIT_ASSERT(may(caller("other", true), VoiceScope::Tenant, core::VoiceKind::Designed));
        CPPUNIT_ASSERT(!may(caller("other"), VoiceScope::Tenant, core::VoiceKind::Cloned));
    }

    void globalVoiceAndPreset_areTheSuperAdmins()
    {
        CPPUNIT_ASSERT(!may(caller("owner", true), VoiceScope::Global, core::VoiceKind::Cloned));
        CPPUNIT_ASSERT(!may(caller("", true), VoiceScope::Global, core::VoiceKind::Preset));
        CPPUNIT_ASSERT(may(caller("any", false, true), VoiceScope::Global, core::VoiceKind::Preset));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestOwnership);

}  // namespace
