#include "store/database_url.hpp"
#include "store_fixture.hpp"

namespace {

using namespace scaispeak;
using tests::failureOf;

class TestDatabaseUrl : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestDatabaseUrl);
    CPPUNIT_TEST(sqlite_pathBecomesAbsolute);
    CPPUNIT_TEST(postgres_partsBecomeConninfo);
    CPPUNIT_TEST(postgres_socketFolderAndOptions);
    CPPUNIT_TEST(postgres_quotesAreKept);
    CPPUNIT_TEST(refusals_nameTheKeyAndNotTheUrl);
    CPPUNIT_TEST_SUITE_END();

    static void assertHas(const std::string& url, const std::string& part)
    {
        const std::string conninfo = " " + store::parseDatabaseUrl(url).target + " ";
        CPPUNIT_ASSERT_MESSAGE(part + " in" + conninfo, conninfo.find(" " + part + " ") != std::string::npos);
    }

    void sqlite_pathBecomesAbsolute()
    {
        const store::DatabaseUrl url = store::parseDatabaseUrl("sqlite:/var/lib/../lib/a.db");
        CPPUNIT_ASSERT(url.kind == store::DatabaseKind::Sqlite);
        CPPUNIT_ASSERT_EQUAL(std::string("/var/lib/a.db"), url.target);
        CPPUNIT_ASSERT_EQUAL('/', store::parseDatabaseUrl("sqlite:a.db").target.front());
    }

    void postgres_partsBecomeConninfo()
    {
        const std::string url = "postgresql://speak:p%40ss%3Aword@db.example:6543/voices";
        CPPUNIT_ASSERT(store::parseDatabaseUrl(url).kind == store::DatabaseKind::PostgreSql);
        assertHas(url, "user='speak'");
        assertHas(url, "password='p@ss:word'");
        assertHas(url, "host='db.example'");
        assertHas(url, "port='6543'");
        assertHas(url, "dbname='voices'");
        assertHas(url, "client_encoding='UTF8'");
    }

    void postgres_socketFolderAndOptions()
    {
        const std::string url =
            "postgres://speak@/voices?host=/run/postgresql&connect_timeout=2&sslmode=require";
        assertHas(url, "host='/run/postgresql'");
        assertHas(url, "connect_timeout='2'");
        assertHas(url, "sslmode='require'");
    }

    void postgres_quotesAreKept() { assertHas("postgresql://u:a'b%5Cc=d@h/db", R"(password='a\'b\\c=d')"); }

    void refusals_nameTheKeyAndNotTheUrl()
    {
        for (const char* url :
             {"", "mysql://geheim@h/db", "sqlite:", "sqlite::memory:", "postgresql://u:geheim@h",
              "postgresql://u:geheim@h/", "postgresql://u:geheim%00x@h/db", "postgresql://u:geheim@h:x/db",
              "postgresql://u:geheim@h/db?host%3D=1"}) {
            const core::Failure failure = failureOf([&] { store::parseDatabaseUrl(url); });
            CPPUNIT_ASSERT_MESSAGE(url, failure.code() == core::ErrorCode::ValidationError);
            CPPUNIT_ASSERT_EQUAL(std::string("database.url"), failure.details().at(0).field);
            CPPUNIT_ASSERT(failure.message().find("geheim") == std::string::npos);
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestDatabaseUrl);

}  // namespace
