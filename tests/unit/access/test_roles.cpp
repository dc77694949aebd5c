#include "access/grant_directory.hpp"
#include "access/permissions.hpp"
#include "access/role_administration.hpp"
#include "core/failure.hpp"
#include "unit/access/fake_role_repository.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <functional>

namespace {

using namespace scaispeak;

const std::string speaks = "scaispeak:synthesize";
const std::string reads = "scaispeak:voice.read";

class TestRoles : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestRoles);
    CPPUNIT_TEST(grant_countsAtOnceForTheUserAlone);
    CPPUNIT_TEST(grant_replacesWhatWasGiven);
    CPPUNIT_TEST(grant_ofRolesIsWhatTheyCarry);
    CPPUNIT_TEST(grant_neverMoreThanTheMakerHas);
    CPPUNIT_TEST(grant_unknownWordsAreFaultsAllAtOnce);
    CPPUNIT_TEST(customRole_countsWhereATokenNamesIt);
    CPPUNIT_TEST(customRole_ofAnotherTenantIsNone);
    CPPUNIT_TEST(customRole_nameAndPermissionsAreChecked);
    CPPUNIT_TEST(customRole_neverMoreThanTheMakerHas);
    CPPUNIT_TEST(customRole_thatIsGoneIsNotFound);
    CPPUNIT_TEST(change_isAuditedWithItsRequest);
    CPPUNIT_TEST(key_withPermissionsAloneStaysAsItIs);
    CPPUNIT_TEST(superAdmin_comesFromNoGrant);
    CPPUNIT_TEST(answers_areKeptForAMoment);
    CPPUNIT_TEST_SUITE_END();

    access::FakeRoleRepository _repository;
    access::GrantDirectory _directory{_repository};
    access::RoleAdministration _roles{_repository, _directory};
    const core::Principal _admin = access::principalOf(person("usr_admin", {"tenant_admin"}));

    static core::Identity person(const std::string& user, std::vector<std::string> roles,
                                 const std::string& tenant = "tnt_a")
    {
        core::Identity identity;
        identity.kind = core::CredentialKind::Jwt;
        identity.tenantId = tenant;
        identity.userId = user;
        identity.roles = std::move(roles);
        return identity;
    }

    core::Principal seen(const std::string& user, std::vector<std::string> roles = {},
                         const std::string& tenant = "tnt_a")
    {
        return _directory.principalOf(person(user, std::move(roles), tenant));
    }

    static core::Failure refusal(const std::function<void()>& work)
    {
        try {
            work();
        }
        catch (const core::Failure& failure) {
            return failure;
        }
        CPPUNIT_FAIL("it was done");
        return {core::ErrorCode::InternalError, ""};
    }

    void grant_countsAtOnceForTheUserAlone()
    {
        CPPUNIT_ASSERT(!seen("usr_b").may(speaks));
        _roles.grant(_admin, "usr_b", {{}, {speaks}}, "req_1");
        CPPUNIT_ASSERT(seen("usr_b").may(speaks));
        CPPUNIT_ASSERT(!seen("usr_b").may(reads));
        CPPUNIT_ASSERT(!seen("usr_c").may(speaks));
        CPPUNIT_ASSERT(!seen("usr_b", {}, "tnt_b").may(speaks));
    }

    void grant_replacesWhatWasGiven()
    {
        _roles.grant(_admin, "usr_b", {{"tenant_viewer"}, {speaks}}, "");
        _roles.grant(_admin, "usr_b", {{}, {}}, "");
        CPPUNIT_ASSERT(seen("usr_b").permissions.empty());
    }

    void grant_ofRolesIsWhatTheyCarry()
    {
        _roles.create(_admin, "speaker", {speaks}, "");
        const core::UserGrants given =
            _roles.grant(_admin, "usr_b", {{"tenant_viewer", "speaker", "speaker"}, {}}, "");
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, given.roles.size());
        CPPUNIT_ASSERT(seen("usr_b").may(speaks) && seen("usr_b").may(reads));
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, seen("usr_b").permissions.size());
        _roles.change(_admin, _repository.roles.begin()->first, {}, "");
        CPPUNIT_ASSERT(!seen("usr_b").may(speaks));
    }

    void grant_neverMoreThanTheMakerHas()
    {
        core::Identity weak = person("usr_weak", {});
        weak.permissions = {"scaispeak:admin", reads};
        const core::Principal maker = access::principalOf(weak);
        _roles.create(_admin, "speaker", {speaks}, "");
        for (const core::UserGrants& wish :
             {core::UserGrants{{}, {speaks}}, core::UserGrants{{"speaker"}, {}},
              core::UserGrants{{"tenant_admin"}, {}}})
            CPPUNIT_ASSERT(refusal([&] { _roles.grant(maker, "usr_b", wish, ""); }).code() ==
                           core::ErrorCode::AuthzPermissionDenied);
        CPPUNIT_ASSERT(_repository.grants.empty());
        _roles.grant(maker, "usr_b", {{"tenant_viewer", "tenant_user"}, {"scaispeak:admin"}}, "");
    }

    void grant_unknownWordsAreFaultsAllAtOnce()
    {
        const core::Failure failure = refusal([&] {
            _roles.grant(_admin, "usr_b", {{"super_admin", "nobody"}, {"scaispeak:fly", "x"}}, "");
        });
        CPPUNIT_ASSERT(failure.code() == core::ErrorCode::ValidationError);
        CPPUNIT_ASSERT_EQUAL(std::size_t{4}, failure.details().size());
    }

    void customRole_countsWhereATokenNamesIt()
    {
        CPPUNIT_ASSERT(!seen("usr_b", {"speaker"}).may(speaks));
        const core::CustomRole role = _roles.create(_admin, "speaker", {speaks, speaks}, "");
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, role.permissions.size());
        CPPUNIT_ASSERT(seen("usr_b", {"speaker"}).may(speaks));
        _roles.remove(_admin, role.id, "");
        CPPUNIT_ASSERT(!seen("usr_b", {"speaker"}).may(speaks));
    }

    void customRole_ofAnotherTenantIsNone()
    {
        const core::CustomRole role = _roles.create(_admin, "speaker", {speaks}, "");
        const core::Principal other = access::principalOf(person("usr_o", {"tenant_admin"}, "tnt_b"));
        CPPUNIT_ASSERT(!seen("usr_b", {"speaker"}, "tnt_b").may(speaks));
        CPPUNIT_ASSERT(_roles.list(other, 50, "").items.empty());
        for (const auto& work : {std::function<void()>([&] { _roles.change(other, role.id, {}, ""); }),
                                 std::function<void()>([&] { _roles.remove(other, role.id, ""); })})
            CPPUNIT_ASSERT(refusal(work).code() == core::ErrorCode::NotFound);
        CPPUNIT_ASSERT(refusal([&] {
                           _roles.grant(other, "usr_b", {{"speaker"}, {}}, "");
                       }).code() == core::ErrorCode::ValidationError);
    }

    void customRole_nameAndPermissionsAreChecked()
    {
        _roles.create(_admin, "taken", {}, "");
        for (const std::string& name :
             {std::string(), std::string("tenant_admin"), std::string("super_admin"), std::string("taken"),
              std::string("Big"), std::string("a b"), std::string("a\0b", 3), std::string(65, 'a')})
            CPPUNIT_ASSERT_MESSAGE(name, refusal([&] { _roles.create(_admin, name, {}, ""); }).code() ==
                                             core::ErrorCode::ValidationError);
        CPPUNIT_ASSERT_EQUAL(
            std::size_t{2},
            refusal([&] { _roles.create(_admin, "A", {"scaispeak:fly"}, ""); }).details().size());
        for (int count = 1; count < 200; ++count)
            _roles.create(_admin, "r" + std::to_string(count), {}, "");
        CPPUNIT_ASSERT(refusal([&] { _roles.create(_admin, "more", {}, ""); }).code() ==
                       core::ErrorCode::ValidationError);
    }

    void customRole_neverMoreThanTheMakerHas()
    {
        core::Identity weak = person("usr_weak", {});
        weak.permissions = {"scaispeak:admin"};
        const core::Principal maker = access::principalOf(weak);
        const core::CustomRole role = _roles.create(maker, "r", {"scaispeak:admin"}, "");
        CPPUNIT_ASSERT(refusal([&] { _roles.create(maker, "s", {speaks}, ""); }).code() ==
                       core::ErrorCode::AuthzPermissionDenied);
        CPPUNIT_ASSERT(refusal([&] { _roles.change(maker, role.id, {speaks}, ""); }).code() ==
                       core::ErrorCode::AuthzPermissionDenied);
    }

    void customRole_thatIsGoneIsNotFound()
    {
        CPPUNIT_ASSERT(refusal([&] { _roles.remove(_admin, "role_none", ""); }).code() ==
                       core::ErrorCode::NotFound);
        CPPUNIT_ASSERT(_repository.audit.empty());
    }

    void change_isAuditedWithItsRequest()
    {
        const std::string id = _roles.create(_admin, "r", {}, "req_1").id;
        _roles.change(_admin, id, {speaks}, "req_2");
        _roles.remove(_admin, id, "req_3");
        _roles.grant(_admin, "usr_b", {{}, {}}, "req_4");
        std::string all;
        for (const core::AuditRow& row : _repository.audit) {
            all += row.action + " " + row.requestId + "; ";
            CPPUNIT_ASSERT_EQUAL(row.requestId == "req_4" ? std::string("usr_b") : id, row.resourceId);
            CPPUNIT_ASSERT_EQUAL(std::string("usr_admin"), row.actorUserId);
            CPPUNIT_ASSERT(row.at > 0);
        }
        CPPUNIT_ASSERT_EQUAL(
            std::string("custom_role.create req_1; custom_role.change req_2; custom_role.delete req_3; "
                        "user.grant req_4; "),
            all);
    }

    void key_withPermissionsAloneStaysAsItIs()
    {
        _roles.grant(_admin, "usr_b", {{}, {speaks}}, "");
        core::Identity key = person("usr_b", {});
        key.kind = core::CredentialKind::ApiKey;
        key.permissions = {reads};
        CPPUNIT_ASSERT(!_directory.principalOf(key).may(speaks));
        key.roles = {"tenant_user"};
        CPPUNIT_ASSERT(_directory.principalOf(key).may(speaks));
    }

    void superAdmin_comesFromNoGrant()
    {
        _repository.grants["tnt_a/usr_b"] = {{"super_admin"}, {}};
        core::Identity identity = person("usr_b", {"tenant_user"});
        identity.platformIssuer = true;
        CPPUNIT_ASSERT(!_directory.principalOf(identity).superAdmin);
    }

    void answers_areKeptForAMoment()
    {
        seen("usr_b");
        seen("usr_b");
        CPPUNIT_ASSERT_EQUAL(1, _repository.reads);
        seen("usr_b", {"tenant_user"});
        CPPUNIT_ASSERT_EQUAL(2, _repository.reads);
        _repository.broken = true;
        seen("usr_b");
        CPPUNIT_ASSERT(refusal([&] { seen("usr_c"); }).code() == core::ErrorCode::StorageUnavailable);
        // Who has everything already is not asked about.
        CPPUNIT_ASSERT(seen("usr_d", {"tenant_admin"}).may(speaks));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestRoles);

}  // namespace
