#include "store/role_store.hpp"
#include "store_fixture.hpp"

#include <set>

namespace {

using namespace scaispeak;
using tests::failureOf;

class Roles : public tests::StoreFixture
{
    CPPUNIT_TEST_SUITE(Roles);
    CPPUNIT_TEST(inserted_isFoundAndListedAsItWas);
    CPPUNIT_TEST(nameTaken_andTooMany_changeNothing);
    CPPUNIT_TEST(change_isPerTenant);
    CPPUNIT_TEST(remove_takesItsGrantsAlong);
    CPPUNIT_TEST(list_pagesByName);
    CPPUNIT_TEST(grant_replacesAndKeepsMetacharacters);
    CPPUNIT_TEST(permissionsOf_areThoseOfTheNamesInTheTenant);
    CPPUNIT_TEST(change_isWrittenDownOnlyWithIt);
    CPPUNIT_TEST_SUITE_END_ABSTRACT();

    store::RoleStore& roles() { return _store->roles; }

    static core::AuditRow audit(const std::string& resource, const std::string& tenant = "ten_a")
    {
        return {tenant, "usr_admin", "action", resource, 77, "req_1"};
    }

    core::RoleInsertion insert(const std::string& id, const std::string& name,
                               const std::string& tenant = "ten_a",
                               std::vector<std::string> permissions = {"scaispeak:synthesize"})
    {
        return roles().insert({id, tenant, name, std::move(permissions), 11, 12}, 3, audit(id, tenant));
    }

    std::size_t audited() { return run("SELECT action FROM audit").size(); }

    void inserted_isFoundAndListedAsItWas()
    {
        insert("role_1", "speaker");
        const auto found = roles().find("ten_a", "role_1");
        CPPUNIT_ASSERT(found.has_value());
        CPPUNIT_ASSERT_EQUAL(std::string("speaker"), found->name);
        CPPUNIT_ASSERT_EQUAL(std::string("ten_a"), found->tenantId);
        CPPUNIT_ASSERT_EQUAL(std::string("scaispeak:synthesize"), found->permissions.at(0));
        CPPUNIT_ASSERT(found->createdAt == 11 && found->updatedAt == 12);
        CPPUNIT_ASSERT(!roles().find("ten_b", "role_1"));
        CPPUNIT_ASSERT(!roles().find("ten_a", "\xff"));
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, roles().list("ten_a", 50, "").items.size());
        CPPUNIT_ASSERT(roles().list("ten_b", 50, "").items.empty());
    }

    void nameTaken_andTooMany_changeNothing()
    {
        CPPUNIT_ASSERT(insert("role_1", "a") == core::RoleInsertion::Done);
        CPPUNIT_ASSERT(insert("role_2", "a") == core::RoleInsertion::NameTaken);
        CPPUNIT_ASSERT(insert("role_3", "a", "ten_b") == core::RoleInsertion::Done);
        CPPUNIT_ASSERT(insert("role_4", "b") == core::RoleInsertion::Done);
        CPPUNIT_ASSERT(insert("role_5", "c") == core::RoleInsertion::Done);
        CPPUNIT_ASSERT(insert("role_6", "d") == core::RoleInsertion::TooMany);
        CPPUNIT_ASSERT_EQUAL(std::size_t{4}, audited());
    }

    void change_isPerTenant()
    {
        insert("role_1", "a");
        CPPUNIT_ASSERT(!roles().change({}, audit("role_1", "ten_b")));
        CPPUNIT_ASSERT(!roles().change({}, audit("role_2")));
        CPPUNIT_ASSERT(!roles().remove(audit("role_1", "ten_b")));
        const auto changed = roles().change({"x", "y"}, audit("role_1"));
        CPPUNIT_ASSERT(changed && changed->permissions.size() == 2 && changed->updatedAt == 77);
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, roles().find("ten_a", "role_1")->permissions.size());
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, audited());
    }

    void remove_takesItsGrantsAlong()
    {
        insert("role_1", "a");
        insert("role_2", "a", "ten_b");
        roles().grant({{"a", "tenant_viewer"}, {"a"}}, audit("usr_b"));
        roles().grant({{"a"}, {}}, audit("usr_b", "ten_b"));
        CPPUNIT_ASSERT(roles().remove(audit("role_1")));
        CPPUNIT_ASSERT(!roles().remove(audit("role_1")));
        const core::UserGrants left = roles().grantsOf("ten_a", "usr_b");
        CPPUNIT_ASSERT(left.roles == std::vector<std::string>{"tenant_viewer"});
        CPPUNIT_ASSERT(left.permissions == std::vector<std::string>{"a"});
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, roles().grantsOf("ten_b", "usr_b").roles.size());
    }

    void list_pagesByName()
    {
        for (const std::string name : {"b", "c", "a"})
            insert("role_" + name, name);
        std::string names, cursor;
        do {
            const core::CustomRolePage page = roles().list("ten_a", 2, cursor);
            for (const core::CustomRole& role : page.items)
                names += role.name;
            cursor = page.nextCursor;
            if (!cursor.empty())
                CPPUNIT_ASSERT(failureOf([&] { roles().list("ten_b", 2, cursor); }).code() ==
                               core::ErrorCode::ValidationError);
        } while (!cursor.empty());
        CPPUNIT_ASSERT_EQUAL(std::string("abc"), names);
        CPPUNIT_ASSERT(failureOf([&] { roles().list("ten_a", 2, "x"); }).code() ==
                       core::ErrorCode::ValidationError);
    }

    void grant_replacesAndKeepsMetacharacters()
    {
        const std::string nasty = "'); DELETE FROM role_grants; -- $2 %";
        roles().grant({{"tenant_viewer"}, {"scaispeak:admin"}}, audit(nasty));
        roles().grant({{nasty, nasty}, {"scaispeak:synthesize"}}, audit(nasty));
        const core::UserGrants grants = roles().grantsOf("ten_a", nasty);
        CPPUNIT_ASSERT(grants.roles == std::vector<std::string>{nasty});
        CPPUNIT_ASSERT(grants.permissions == std::vector<std::string>{"scaispeak:synthesize"});
        CPPUNIT_ASSERT(roles().grantsOf("ten_a", "usr_c").roles.empty());
        CPPUNIT_ASSERT(roles().grantsOf("ten_b", nasty).roles.empty());
    }

    void permissionsOf_areThoseOfTheNamesInTheTenant()
    {
        insert("role_1", "a", "ten_a", {"one"});
        insert("role_2", "b", "ten_a", {"two"});
        insert("role_3", "a", "ten_b", {"three"});
        const auto found = roles().permissionsOf("ten_a", {"a", "c"});
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, found.size());
        CPPUNIT_ASSERT_EQUAL(std::string("one"), found.at("a").at(0));
        CPPUNIT_ASSERT(roles().permissionsOf("ten_a", {}).empty());
    }

    void change_isWrittenDownOnlyWithIt()
    {
        insert("role_1", "a");
        run("DROP TABLE audit");
        CPPUNIT_ASSERT_THROW(roles().change({}, audit("role_1")), core::Failure);
        CPPUNIT_ASSERT_THROW(roles().remove(audit("role_1")), core::Failure);
        CPPUNIT_ASSERT_THROW(roles().grant({{"a"}, {}}, audit("usr_b")), core::Failure);
        CPPUNIT_ASSERT_THROW(insert("role_2", "b"), core::Failure);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, roles().find("ten_a", "role_1")->permissions.size());
        CPPUNIT_ASSERT(roles().grantsOf("ten_a", "usr_b").roles.empty());
        CPPUNIT_ASSERT(!roles().find("ten_a", "role_2"));
    }
};

SCAISPEAK_ON_BOTH_DATABASES(Roles);

}  // namespace
