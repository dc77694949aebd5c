#include "core/failure.hpp"
#include "ctl/command_failure.hpp"
#include "ctl/key_database.hpp"
#include "ctl_run.hpp"
#include "store/connection.hpp"
#include "temporary_folder.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;
using namespace scaispeak::ctl::test;

class TestKeys : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestKeys);
    CPPUNIT_TEST(create_printsTheKeyAlone);
    CPPUNIT_TEST(create_keyIsOfThatUserWithThoseRights);
    CPPUNIT_TEST(create_asJson);
    CPPUNIT_TEST(create_unknownRoleNamesTheKnown);
    CPPUNIT_TEST(create_unknownPermissionNamesTheKnown);
    CPPUNIT_TEST(create_idsOutsideThePattern);
    CPPUNIT_TEST(create_needsTenantUserAndRole);
    CPPUNIT_TEST(create_nameWithControlCharacters);
    CPPUNIT_TEST(list_neverShowsTheKey);
    CPPUNIT_TEST(list_ofOneTenantOrAll);
    CPPUNIT_TEST(list_goesOverThePages);
    CPPUNIT_TEST(revoke_keyIsGoneFromTheList);
    CPPUNIT_TEST(revoke_ofAnotherTenantIsRefused);
    CPPUNIT_TEST(configuration_missing);
    CPPUNIT_TEST(configuration_faultsAreAllNamed);
    CPPUNIT_TEST(database_newerIsRefused);
    CPPUNIT_TEST(database_olderIsNotMigratedInPassing);
    CPPUNIT_TEST(database_thatCannotBeOpened);
    CPPUNIT_TEST(migrate_saysWhatWasDone);
    CPPUNIT_TEST(migrate_asJson);
    CPPUNIT_TEST_SUITE_END();

public:
    void setUp() override { _folder.write("c.yaml", "state_dir: .\ndatabase: {url: 'sqlite:keys.db'}\n"); }

    void create_printsTheKeyAlone()
    {
        const CtlRun run = create("acme", "ann", "tenant_admin");
        CPPUNIT_ASSERT_EQUAL(std::string(), run.err);
        CPPUNIT_ASSERT_EQUAL(0, run.status);
        CPPUNIT_ASSERT(run.out.starts_with("sgk_"));
        CPPUNIT_ASSERT_EQUAL(run.out.size() - 1, run.out.find('\n'));
        CPPUNIT_ASSERT(run.out.size() >= 4 + 32 + 1);
    }

    void create_keyIsOfThatUserWithThoseRights()
    {
        config({"key", "create", "--tenant", "acme", "--user", "bot", "--role", "tenant_user", "--permission",
                "scaispeak:synthesize", "--permission", "scaispeak:voice.read", "--permission",
                "scaispeak:synthesize", "--name", "door bell"});
        const auto keys = ctl::KeyDatabase(url()).list("acme");
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, keys.size());
        const core::ApiKey& key = keys.front();
        CPPUNIT_ASSERT_EQUAL(std::string("bot"), key.userId);
        CPPUNIT_ASSERT_EQUAL(std::string("door bell"), key.name);
        CPPUNIT_ASSERT(key.roles == std::vector<std::string>{"tenant_user"});
        CPPUNIT_ASSERT(
            (key.permissions == std::vector<std::string>{"scaispeak:synthesize", "scaispeak:voice.read"}));
        CPPUNIT_ASSERT(key.platform);
    }

    void create_asJson()
    {
        const CtlRun run = config(
            {"--json", "key", "create", "--tenant", "acme", "--user", "ann", "--role", "tenant_admin"});
        CPPUNIT_ASSERT(run.out.starts_with(R"({"id":"key_)"));
        CPPUNIT_ASSERT(run.prints(R"(","key":"sgk_)"));
    }

    void create_unknownRoleNamesTheKnown()
    {
        refused(
            create("acme", "ann", "boss"),
            "'boss' is not a role; the roles are: super_admin, partner_admin, tenant_admin, tenant_viewer, "
            "tenant_user");
    }

    void create_unknownPermissionNamesTheKnown()
    {
        refused(config({"key", "create", "--tenant", "acme", "--user", "ann", "--role", "tenant_user",
                        "--permission", "speak"}),
                "'speak' is not a permission; the permissions are: scaispeak:synthesize, ");
    }

    void create_idsOutsideThePattern()
    {
        refused(create("ac me", "ann", "tenant_admin"), "--tenant must be 1 to 128");
        refused(create("acme", "", "tenant_admin"), "--user must be 1 to 128");
        refused(create("acme", std::string(129, 'a'), "tenant_admin"), "--user must be 1 to 128");
        refused(create("acme", "\xC3\xA9", "tenant_admin"), "--user must be 1 to 128");
        CPPUNIT_ASSERT_EQUAL(0, create(std::string(128, 'Z'), "a.b-c_9", "tenant_admin").status);
    }

    void create_needsTenantUserAndRole()
    {
        refused(config({"key", "create", "--user", "ann", "--role", "tenant_admin"}), "--tenant");
        refused(config({"key", "create", "--tenant", "acme", "--role", "tenant_admin"}), "--user");
        refused(config({"key", "create", "--tenant", "acme", "--user", "ann"}), "--role");
    }

    void create_nameWithControlCharacters()
    {
        refused(config({"key", "create", "--tenant", "acme", "--user", "ann", "--role", "tenant_admin",
                        "--name", "a\nb"}),
                "--name must be at most 200");
    }

    void list_neverShowsTheKey()
    {
        const std::string key = create("acme", "ann", "tenant_admin").out;
        for (const CtlRun& run : {config({"key", "list"}), config({"--json", "key", "list"})}) {
            CPPUNIT_ASSERT_EQUAL(0, run.status);
            CPPUNIT_ASSERT(run.prints(key.substr(0, 8) + "\xE2\x80\xA6"));
            CPPUNIT_ASSERT(!run.prints(key.substr(0, 20)));
        }
    }

    void list_ofOneTenantOrAll()
    {
        // Names with what no random id has in it.
        create("acme", "ann.smith", "tenant_admin");
        create("brown", "bob.jones", "tenant_viewer");
        const CtlRun one = config({"key", "list", "--tenant", "brown"});
        CPPUNIT_ASSERT(one.prints("bob.jones") && !one.prints("ann.smith"));
        const CtlRun all = config({"key", "list"});
        CPPUNIT_ASSERT(all.prints("bob.jones") && all.prints("ann.smith"));
    }

    void list_goesOverThePages()
    {
        ctl::KeyDatabase database(url());
        for (int index = 0; index < 201; ++index)
            database.keys().createOnMachine("acme", "ann", {"tenant_user"}, {}, "");
        CPPUNIT_ASSERT_EQUAL(std::size_t{201}, database.list("").size());
    }

    void revoke_keyIsGoneFromTheList()
    {
        create("acme", "ann", "tenant_admin");
        const std::string id = onlyKey("acme");
        const CtlRun run = config({"key", "revoke", "--tenant", "acme", id});
        CPPUNIT_ASSERT_EQUAL("revoked " + id + "\n", run.out);
        CPPUNIT_ASSERT(ctl::KeyDatabase(url()).list("acme").empty());
    }

    void revoke_ofAnotherTenantIsRefused()
    {
        create("acme", "ann", "tenant_admin");
        const CtlRun run = config({"key", "revoke", "--tenant", "brown", onlyKey("acme")});
        CPPUNIT_ASSERT_EQUAL(1, run.status);
        CPPUNIT_ASSERT(run.says("there is no such API key"));
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, ctl::KeyDatabase(url()).list("acme").size());
    }

    void configuration_missing()
    {
        const CtlRun run = ctl::test::ctl({"key", "list"});
        refused(run, "--config");
    }

    void configuration_faultsAreAllNamed()
    {
        _folder.write("c.yaml", "listen: {port: many}\nstate_dirr: .\n");
        const CtlRun run = config({"key", "list"});
        refused(run, "the configuration cannot be used");
        CPPUNIT_ASSERT(run.says("listen.port") && run.says("state_dirr"));
    }

    void database_newerIsRefused()
    {
        config({"migrate"});
        store::Database database(url());
        database.write([](store::Connection& connection) {
            connection.query("INSERT INTO schema_migrations (version, applied_at) VALUES ($1, $2)",
                             {std::int64_t{9999}, std::int64_t{1}});
        });
        for (const CtlRun& run : {config({"key", "list"}), config({"migrate"})}) {
            CPPUNIT_ASSERT_EQUAL(3, run.status);
            CPPUNIT_ASSERT(run.says("A newer ScaiSpeak has migrated it"));
        }
    }

    void database_olderIsNotMigratedInPassing()
    {
        config({"migrate"});
        std::vector<store::Migration> steps(store::migrations().begin(), store::migrations().end());
        steps.push_back({9999, "of tomorrow", {{"CREATE TABLE tomorrow (id BIGINT)"}}});
        try {
            ctl::KeyDatabase database(url(), steps);
            CPPUNIT_FAIL("it was opened");
        }
        catch (const ctl::CommandFailure& failure) {
            CPPUNIT_ASSERT(failure.exitCode() == ctl::ExitCode::Usage);
            CPPUNIT_ASSERT(failure.message().find("migrate") != std::string::npos);
        }
        CPPUNIT_ASSERT_EQUAL(0, config({"key", "list"}).status);
    }

    void database_thatCannotBeOpened()
    {
        _folder.write("keys.db", "this is no database, however long one looks at it");
        CPPUNIT_ASSERT_EQUAL(3, config({"key", "list"}).status);
    }

    void migrate_saysWhatWasDone()
    {
        const CtlRun first = config({"migrate"});
        CPPUNIT_ASSERT_EQUAL(0, first.status);
        CPPUNIT_ASSERT(first.out.starts_with("applied 1: "));
        CPPUNIT_ASSERT_EQUAL(std::string("nothing to do: the database is up to date\n"),
                             config({"migrate"}).out);
    }

    void migrate_asJson()
    {
        CPPUNIT_ASSERT(config({"--json", "migrate"}).out.starts_with(R"({"version":1,"name":")"));
    }

private:
    CtlRun config(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), {"--config", _folder.file("c.yaml")});
        return ctl::test::ctl(arguments);
    }

    CtlRun create(const std::string& tenant, const std::string& user, const std::string& role)
    {
        return config({"key", "create", "--tenant", tenant, "--user", user, "--role", role});
    }

    std::string url() const { return "sqlite:" + _folder.file("keys.db"); }

    std::string onlyKey(const std::string& tenant) const
    {
        const auto keys = ctl::KeyDatabase(url()).list(tenant);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, keys.size());
        return keys.front().id;
    }

    static void refused(const CtlRun& run, const std::string& words)
    {
        CPPUNIT_ASSERT_EQUAL(2, run.status);
        CPPUNIT_ASSERT_MESSAGE(run.err, run.says(words));
        CPPUNIT_ASSERT_EQUAL(std::string(), run.out);
    }

    TemporaryFolder _folder;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestKeys);

}  // namespace
