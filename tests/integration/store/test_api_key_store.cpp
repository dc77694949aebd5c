#include "store/api_key_store.hpp"
#include "store_fixture.hpp"

#include <set>

namespace {

using namespace scaispeak;
using tests::failureOf;

core::ApiKey key(const std::string& id, const std::string& tenant = "ten_a",
                 const std::string& user = "usr_a")
{
    core::ApiKey made;
    made.id = id;
    for (std::size_t index = 0; index < made.hash.size(); ++index)
        made.hash[index] = static_cast<std::uint8_t>(index < id.size() ? id[index] : 255 - index);
    made.hint = "sgk_1234...wxyz";
    made.name = "laptop";
    made.tenantId = tenant;
    made.userId = user;
    made.roles = {"tenant_admin"};
    made.permissions = {"scaispeak:synthesize", "scaispeak:voice.read"};
    made.platform = true;
    made.createdAt = 1'000'000;
    made.expiresAt = 9'000'000;
    return made;
}

class ApiKeys : public tests::StoreFixture
{
    CPPUNIT_TEST_SUITE(ApiKeys);
    CPPUNIT_TEST(inserted_isFoundByHashAsItWas);
    CPPUNIT_TEST(unknownHash_isNothing);
    CPPUNIT_TEST(find_isPerTenant);
    CPPUNIT_TEST(sameHashTwice_isRefusedAndLeavesNothing);
    CPPUNIT_TEST(revoke_keepsTheFirstTimeAndStaysFound);
    CPPUNIT_TEST(revoke_isPerTenant);
    CPPUNIT_TEST(change_isWrittenDownOnceAndOnlyWithIt);
    CPPUNIT_TEST(list_isNewestFirstWithoutRevoked);
    CPPUNIT_TEST(list_isPerTenantAndUser);
    CPPUNIT_TEST(list_pagesWithoutLossOrRepetition);
    CPPUNIT_TEST(list_refusesForeignAndDamagedCursors);
    CPPUNIT_TEST(tenant_suspendedIsInactiveUnknownIsActive);
    CPPUNIT_TEST(metacharacters_areKeptEverywhere);
    CPPUNIT_TEST_SUITE_END_ABSTRACT();

    store::ApiKeyStore& keys() { return _store->apiKeys; }

    void insert(const core::ApiKey& made)
    {
        keys().insert(made, {made.tenantId, made.userId, "api_key.create", made.id, made.createdAt, "req_1"});
    }

    std::optional<std::int64_t> revoke(const std::string& tenant, const std::string& id, std::int64_t at)
    {
        return keys().revoke({tenant, "usr_a", "api_key.revoke", id, at, "req_2"});
    }

    std::string auditedActions()
    {
        std::string actions;
        for (const store::Row& row : run("SELECT action, resource_id, at FROM audit ORDER BY at"))
            actions += row.text(0) + " " + row.text(1) + " " + std::to_string(row.integer(2)) + "; ";
        return actions;
    }

    void inserted_isFoundByHashAsItWas()
    {
        const core::ApiKey made = key("key_1");
        insert(made);
        const auto found = keys().findByHash(made.hash);
        CPPUNIT_ASSERT(found.has_value());
        CPPUNIT_ASSERT_EQUAL(made.id, found->id);
        CPPUNIT_ASSERT(made.hash == found->hash);
        CPPUNIT_ASSERT_EQUAL(made.hint, found->hint);
        CPPUNIT_ASSERT_EQUAL(made.name, found->name);
        CPPUNIT_ASSERT_EQUAL(made.tenantId, found->tenantId);
        CPPUNIT_ASSERT_EQUAL(made.userId, found->userId);
        CPPUNIT_ASSERT(made.roles == found->roles);
        CPPUNIT_ASSERT(made.permissions == found->permissions);
        CPPUNIT_ASSERT(found->platform);
        CPPUNIT_ASSERT_EQUAL(made.createdAt, found->createdAt);
        CPPUNIT_ASSERT_EQUAL(made.expiresAt, found->expiresAt);
        CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, found->revokedAt);
    }

    void unknownHash_isNothing()
    {
        insert(key("key_1"));
        CPPUNIT_ASSERT(!keys().findByHash(key("key_2").hash));
    }

    void find_isPerTenant()
    {
        insert(key("key_1"));
        CPPUNIT_ASSERT(keys().find("ten_a", "key_1").has_value());
        for (const auto& [tenant, id] : {std::pair<std::string, std::string>{"ten_b", "key_1"},
                                         {"ten_a", "key_2"},
                                         {"", "key_1"},
                                         {"TEN_A", "key_1"},
                                         {"ten_a", std::string("key_1\0", 6)},
                                         {"ten_a", "\xff"},
                                         {"ten_a' OR '1'='1", "key_1"}})
            CPPUNIT_ASSERT_MESSAGE(tenant + "/" + id, !keys().find(tenant, id));
    }

    void sameHashTwice_isRefusedAndLeavesNothing()
    {
        insert(key("key_1"));
        core::ApiKey twin = key("key_2", "ten_new");
        twin.hash = key("key_1").hash;
        CPPUNIT_ASSERT_THROW(insert(twin), store::ConstraintViolation);
        CPPUNIT_ASSERT(!keys().find("ten_new", "key_2"));
        CPPUNIT_ASSERT(run("SELECT tenant_id FROM tenants WHERE tenant_id = 'ten_new'").empty());
        CPPUNIT_ASSERT_EQUAL(std::string("api_key.create key_1 1000000; "), auditedActions());
    }

    void revoke_keepsTheFirstTimeAndStaysFound()
    {
        insert(key("key_1"));
        CPPUNIT_ASSERT_EQUAL(std::int64_t{50}, revoke("ten_a", "key_1", 50).value());
        CPPUNIT_ASSERT_EQUAL(std::int64_t{50}, revoke("ten_a", "key_1", 70).value());
        CPPUNIT_ASSERT_EQUAL(std::int64_t{50}, keys().findByHash(key("key_1").hash)->revokedAt);
    }

    void revoke_isPerTenant()
    {
        insert(key("key_1"));
        CPPUNIT_ASSERT(!revoke("ten_b", "key_1", 50));
        CPPUNIT_ASSERT(!revoke("ten_a", "key_2", 50));
        CPPUNIT_ASSERT(!revoke("ten_a", "\xff", 50));
        CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, keys().find("ten_a", "key_1")->revokedAt);
    }

    void change_isWrittenDownOnceAndOnlyWithIt()
    {
        insert(key("key_1"));
        revoke("ten_b", "key_1", 2'000'000);
        revoke("ten_a", "key_1", 2'000'000);
        revoke("ten_a", "key_1", 3'000'000);
        const std::string audited = "api_key.create key_1 1000000; api_key.revoke key_1 2000000; ";
        CPPUNIT_ASSERT_EQUAL(audited, auditedActions());
        run("DROP TABLE audit");
        CPPUNIT_ASSERT_THROW(insert(key("key_2")), core::Failure);
        CPPUNIT_ASSERT(!keys().find("ten_a", "key_2"));
    }

    std::string idsOf(const core::ApiKeyPage& page)
    {
        std::string ids;
        for (const core::ApiKey& item : page.items)
            ids += item.id + " ";
        return ids;
    }

    void list_isNewestFirstWithoutRevoked()
    {
        std::int64_t at = 0;
        for (const char* id : {"key_a", "key_b", "key_c"}) {
            core::ApiKey made = key(id);
            made.createdAt = ++at;
            insert(made);
        }
        revoke("ten_a", "key_b", 9);
        CPPUNIT_ASSERT_EQUAL(std::string("key_c key_a "), idsOf(keys().list("ten_a", "", 50, "")));
    }

    void list_isPerTenantAndUser()
    {
        insert(key("key_1", "ten_a", "usr_a"));
        insert(key("key_2", "ten_a", "usr_b"));
        insert(key("key_3", "ten_b", "usr_a"));
        CPPUNIT_ASSERT_EQUAL(std::string("key_2 key_1 "), idsOf(keys().list("ten_a", "", 50, "")));
        CPPUNIT_ASSERT_EQUAL(std::string("key_1 "), idsOf(keys().list("ten_a", "usr_a", 50, "")));
        CPPUNIT_ASSERT_EQUAL(std::string("key_3 "), idsOf(keys().list("ten_b", "", 50, "")));
        CPPUNIT_ASSERT_EQUAL(std::string(), idsOf(keys().list("", "", 50, "")));
    }

    void list_pagesWithoutLossOrRepetition()
    {
        constexpr int count = 45;
        for (int number = 0; number < count; ++number) {
            core::ApiKey made = key("key_" + std::to_string(number));
            made.createdAt = number / 4;
            insert(made);
        }
        std::set<std::string> seen;
        std::string cursor;
        do {
            const core::ApiKeyPage page = keys().list("ten_a", "", 7, cursor);
            CPPUNIT_ASSERT(!page.items.empty() && page.items.size() <= 7);
            for (const core::ApiKey& item : page.items)
                CPPUNIT_ASSERT(seen.insert(item.id).second);
            cursor = page.nextCursor;
        } while (!cursor.empty());
        CPPUNIT_ASSERT_EQUAL(std::size_t{count}, seen.size());
    }

    void list_refusesForeignAndDamagedCursors()
    {
        for (const char* id : {"key_1", "key_2", "key_3"})
            insert(key(id));
        const std::string cursor = keys().list("ten_a", "", 1, "").nextCursor;
        CPPUNIT_ASSERT(!cursor.empty());
        for (const auto& [user, damaged] : {std::pair<std::string, std::string>{"usr_a", cursor},
                                            {"", "x" + cursor},
                                            {"", cursor.substr(1)},
                                            {"", "*"}}) {
            const core::Failure failure = failureOf([&] { keys().list("ten_a", user, 1, damaged); });
            CPPUNIT_ASSERT(failure.code() == core::ErrorCode::ValidationError);
            CPPUNIT_ASSERT_EQUAL(std::string("cursor"), failure.details().at(0).field);
        }
    }

    void tenant_suspendedIsInactiveUnknownIsActive()
    {
        CPPUNIT_ASSERT(keys().tenantActive("ten_a"));
        insert(key("key_1"));
        CPPUNIT_ASSERT(keys().tenantActive("ten_a"));
        run("UPDATE tenants SET suspended = $1 WHERE tenant_id = $2", {true, std::string("ten_a")});
        CPPUNIT_ASSERT(!keys().tenantActive("ten_a"));
        CPPUNIT_ASSERT(keys().tenantActive("ten_b"));
        insert(key("key_2"));
        CPPUNIT_ASSERT(!keys().tenantActive("ten_a"));
    }

    void metacharacters_areKeptEverywhere()
    {
        const std::string nasty = "'; DROP TABLE api_keys; -- $1 \\ \" % _ \n\xf0\x9f\x98\x80";
        core::ApiKey made = key("key_1", nasty + "t", nasty + "u");
        made.id = nasty;
        made.hint = made.name = nasty;
        made.roles = made.permissions = {nasty, "", "a,b"};
        insert(made);
        const auto found = keys().find(nasty + "t", nasty);
        CPPUNIT_ASSERT(found.has_value());
        CPPUNIT_ASSERT_EQUAL(nasty, found->name);
        CPPUNIT_ASSERT_EQUAL(nasty, found->hint);
        CPPUNIT_ASSERT_EQUAL(nasty + "u", found->userId);
        CPPUNIT_ASSERT(made.roles == found->roles && made.permissions == found->permissions);
    }
};

SCAISPEAK_ON_BOTH_DATABASES(ApiKeys);

class Audits : public tests::StoreFixture
{
    CPPUNIT_TEST_SUITE(Audits);
    CPPUNIT_TEST(record_appendsARowEachTime);
    CPPUNIT_TEST(record_keepsMetacharacters);
    CPPUNIT_TEST_SUITE_END_ABSTRACT();

    void record_appendsARowEachTime()
    {
        const core::AuditRow row{"ten_a", "usr_a", "api_key.create", "key_1", 77, "req_1"};
        _store->audit.record(row);
        _store->audit.record(row);
        const store::Rows rows =
            run("SELECT tenant_id, actor_user_id, action, resource_id, at, request_id FROM audit WHERE "
                "tenant_id = 'ten_a'");
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, rows.size());
        CPPUNIT_ASSERT_EQUAL(row.tenantId, rows[1].text(0));
        CPPUNIT_ASSERT_EQUAL(row.actorUserId, rows[1].text(1));
        CPPUNIT_ASSERT_EQUAL(row.action, rows[1].text(2));
        CPPUNIT_ASSERT_EQUAL(row.resourceId, rows[1].text(3));
        CPPUNIT_ASSERT_EQUAL(row.at, rows[1].integer(4));
        CPPUNIT_ASSERT_EQUAL(row.requestId, rows[1].text(5));
    }

    void record_keepsMetacharacters()
    {
        const std::string nasty = "'); DELETE FROM audit; -- $2";
        _store->audit.record({nasty, nasty, nasty, nasty, 1, nasty});
        const store::Rows rows = run("SELECT action, request_id FROM audit");
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, rows.size());
        CPPUNIT_ASSERT_EQUAL(nasty, rows[0].text(0));
        CPPUNIT_ASSERT_EQUAL(nasty, rows[0].text(1));
    }
};

SCAISPEAK_ON_BOTH_DATABASES(Audits);

}  // namespace
