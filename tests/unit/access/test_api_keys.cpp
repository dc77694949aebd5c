#include "access/api_keys.hpp"
#include "access/key_directory.hpp"
#include "access/permissions.hpp"
#include "core/failure.hpp"
#include "unit/access/fake_key_repository.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <functional>

namespace {

using namespace scaispeak;

class TestApiKeys : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestApiKeys);
    CPPUNIT_TEST(create_theSecretIsNotKept);
    CPPUNIT_TEST(create_neverMoreThanTheMakerHas);
    CPPUNIT_TEST(create_superAdminIsNotHandedOn);
    CPPUNIT_TEST(create_aKeyMakesKeysOnlyAsAdmin);
    CPPUNIT_TEST(create_anotherUsersKeyNeedsAdmin);
    CPPUNIT_TEST(create_unknownPermissionIsAFault);
    CPPUNIT_TEST(list_ownKeysOrTheTenants);
    CPPUNIT_TEST(revoke_isAuditedAndRepeatable);
    CPPUNIT_TEST(revoke_anotherTenantsOrUsersIsNotFound);
    CPPUNIT_TEST_SUITE_END();

    access::FakeKeyRepository _repository;
    access::KeyDirectory _directory{_repository};
    access::ApiKeys _keys{_repository, _directory};

    static core::Principal person(const std::string& user, std::vector<std::string> roles,
                                  const std::string& tenant = "tnt_a",
                                  core::CredentialKind kind = core::CredentialKind::Jwt)
    {
        core::Identity identity;
        identity.kind = kind;
        identity.tenantId = tenant;
        identity.userId = user;
        identity.roles = std::move(roles);
        identity.platformIssuer = true;
        return access::principalOf(identity);
    }

    static core::ErrorCode refusal(const std::function<void()>& work)
    {
        try {
            work();
        }
        catch (const core::Failure& failure) {
            return failure.code();
        }
        CPPUNIT_FAIL("it was done");
        return core::ErrorCode::InternalError;
    }

    access::ApiKeyWish wish(std::optional<std::vector<std::string>> permissions = std::nullopt,
                            std::string user = "")
    {
        access::ApiKeyWish wish;
        wish.name = "n";
        wish.permissions = std::move(permissions);
        wish.userId = std::move(user);
        return wish;
    }

    void create_theSecretIsNotKept()
    {
        const access::NewApiKey made = _keys.create(person("usr_a", {"tenant_admin"}), wish(), "req_1");
        CPPUNIT_ASSERT(made.secret.starts_with("sgk_"));
        CPPUNIT_ASSERT(made.secret.size() >= 36);
        const core::ApiKey& kept = _repository.keys.at(made.key.id);
        CPPUNIT_ASSERT_EQUAL(made.secret.substr(0, 8) + "\u2026" + made.secret.substr(made.secret.size() - 4),
                             kept.hint);
        CPPUNIT_ASSERT(_directory.lookup(kept.hash).has_value());
        CPPUNIT_ASSERT_EQUAL(std::string("api_key.create"), _repository.audit.back().action);
        CPPUNIT_ASSERT_EQUAL(std::string("req_1"), _repository.audit.back().requestId);
        CPPUNIT_ASSERT_EQUAL(made.key.id, _repository.audit.back().resourceId);
        CPPUNIT_ASSERT_EQUAL(made.key.createdAt, _repository.audit.back().at);
    }

    void create_neverMoreThanTheMakerHas()
    {
        const core::Principal viewer = person("usr_v", {"tenant_viewer"});
        CPPUNIT_ASSERT(refusal([&] { _keys.create(viewer, wish({{"scaispeak:admin"}}), ""); }) ==
                       core::ErrorCode::AuthzPermissionDenied);
        const auto made = _keys.create(viewer, wish(), "");
        CPPUNIT_ASSERT_EQUAL(std::vector<std::string>{"scaispeak:voice.read"}.size(),
                             made.key.permissions.size());
        CPPUNIT_ASSERT_EQUAL(std::string("scaispeak:voice.read"), made.key.permissions.front());
    }

    void create_superAdminIsNotHandedOn()
    {
        const auto made = _keys.create(person("usr_s", {"super_admin"}), wish(), "");
        const auto identity = _directory.lookup(made.key.hash);
        CPPUNIT_ASSERT(!access::principalOf(*identity).superAdmin);
        CPPUNIT_ASSERT(access::principalOf(*identity).may(access::admin));
    }

    void create_aKeyMakesKeysOnlyAsAdmin()
    {
        const auto viewer = person("usr_v", {"tenant_viewer"}, "tnt_a", core::CredentialKind::ApiKey);
        CPPUNIT_ASSERT(refusal([&] { _keys.create(viewer, wish(), ""); }) ==
                       core::ErrorCode::AuthzPermissionDenied);
        const auto admin = person("usr_a", {"tenant_admin"}, "tnt_a", core::CredentialKind::ApiKey);
        CPPUNIT_ASSERT_NO_THROW(_keys.create(admin, wish(), ""));
    }

    void create_anotherUsersKeyNeedsAdmin()
    {
        CPPUNIT_ASSERT(refusal([&] {
                           _keys.create(person("usr_v", {"tenant_viewer"}), wish({}, "usr_x"), "");
                       }) == core::ErrorCode::AuthzPermissionDenied);
        const auto made = _keys.create(person("usr_a", {"tenant_admin"}), wish(std::nullopt, "usr_x"), "");
        CPPUNIT_ASSERT_EQUAL(std::string("usr_x"), made.key.userId);
    }

    void create_unknownPermissionIsAFault()
    {
        CPPUNIT_ASSERT(refusal([&] {
                           _keys.create(person("usr_a", {"tenant_admin"}), wish({{"scaispeak:fly"}}), "");
                       }) == core::ErrorCode::ValidationError);
    }

    void list_ownKeysOrTheTenants()
    {
        _keys.createOnMachine("tnt_a", "usr_a", {"tenant_admin"}, {}, "a");
        _keys.createOnMachine("tnt_a", "usr_v", {"tenant_viewer"}, {}, "v");
        _keys.createOnMachine("tnt_b", "usr_a", {"tenant_admin"}, {}, "b");
        CPPUNIT_ASSERT_EQUAL(std::size_t{2},
                             _keys.list(person("usr_a", {"tenant_admin"}), 50, "").items.size());
        const auto own = _keys.list(person("usr_v", {"tenant_viewer"}), 50, "").items;
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, own.size());
        CPPUNIT_ASSERT_EQUAL(std::string("v"), own.front().name);
    }

    void revoke_isAuditedAndRepeatable()
    {
        const auto made = _keys.createOnMachine("tnt_a", "usr_a", {"tenant_admin"}, {}, "a");
        const core::Principal admin = person("usr_a", {"tenant_admin"});
        CPPUNIT_ASSERT(_directory.lookup(made.key.hash).has_value());
        const std::int64_t at = _keys.revoke(admin, made.key.id, "req_1");
        CPPUNIT_ASSERT(!_directory.lookup(made.key.hash).has_value());
        CPPUNIT_ASSERT_EQUAL(at, _keys.revoke(admin, made.key.id, "req_2"));
        CPPUNIT_ASSERT_EQUAL(std::string("req_1"), _repository.audit.back().requestId);
    }

    void revoke_anotherTenantsOrUsersIsNotFound()
    {
        const auto made = _keys.createOnMachine("tnt_a", "usr_a", {"tenant_admin"}, {}, "a");
        CPPUNIT_ASSERT(refusal([&] {
                           _keys.revoke(person("usr_a", {"tenant_admin"}, "tnt_b"), made.key.id, "");
                       }) == core::ErrorCode::NotFound);
        CPPUNIT_ASSERT(refusal([&] { _keys.revoke(person("usr_v", {"tenant_viewer"}), made.key.id, ""); }) ==
                       core::ErrorCode::NotFound);
        CPPUNIT_ASSERT(_directory.lookup(made.key.hash).has_value());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestApiKeys);

}  // namespace
