#include "store_fixture.hpp"
#include "support/postgres.hpp"

#include <map>
#include <mutex>

namespace {

using namespace scaispeak;
using store::Connection;
using tests::failureOf;

/// What was logged, field by field.
class Recorder : public core::Logger
{
public:
    bool enabled(core::LogLevel) const noexcept override { return true; }
    void write(core::LogLevel, std::string_view event,
               std::span<const core::LogField> fields) noexcept override
    {
        const std::lock_guard lock(_mutex);
        text += event;
        for (const core::LogField& field : fields)
            if (const auto* value = std::get_if<std::string_view>(&field.value))
                text.append(" ").append(field.key).append("=").append(*value);
        text += '\n';
    }
    std::string text;

private:
    std::mutex _mutex;
};

class TestLostConnection : public tests::StoreFixture
{
    CPPUNIT_TEST_SUITE(TestLostConnection);
    CPPUNIT_TEST(terminatedBackends_nextReadAndWriteWork);
    CPPUNIT_TEST(lostInTheMiddle_writeIsBegunAnew);
    CPPUNIT_TEST(lostAtCommit_isReportedOrRepeatedAsAsked);
    CPPUNIT_TEST(restartedServer_nextCallWorks);
    CPPUNIT_TEST(stoppedServer_failsWithTheRemedyAndWithoutThePassword);
    CPPUNIT_TEST_SUITE_END();

    std::string freshUrl() override { return tests::freshPostgresUrl(); }

public:
    void setUp() override
    {
        StoreFixture::setUp();
        run("CREATE TABLE things (id BIGINT)");
        _killer = std::make_unique<store::Database>(_url);
    }

    void tearDown() override
    {
        _killer.reset();
        StoreFixture::tearDown();
    }

private:
    /// Ends every session on this database but the killer's own, and returns when they are gone.
    void killOthers()
    {
        _killer->read([](Connection& connection) {
            connection.query(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()");
        });
    }

    std::int64_t things() { return run("SELECT count(*) FROM things").at(0).integer(0); }

    void terminatedBackends_nextReadAndWriteWork()
    {
        _store->database.ping();
        killOthers();
        _store->database.ping();
        killOthers();
        run("INSERT INTO things (id) VALUES (1)");
        CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, things());
    }

    void lostInTheMiddle_writeIsBegunAnew()
    {
        int rounds = 0;
        _store->database.write([&](Connection& connection) {
            connection.query("INSERT INTO things (id) VALUES (1)");
            if (++rounds == 1) killOthers();
            connection.query("INSERT INTO things (id) VALUES (2)");
        });
        CPPUNIT_ASSERT_EQUAL(2, rounds);
        CPPUNIT_ASSERT_EQUAL(std::int64_t{2}, things());
    }

    void lostAtCommit_isReportedOrRepeatedAsAsked()
    {
        int rounds = 0;
        const auto work = [&](Connection& connection) {
            connection.query("INSERT INTO things (id) VALUES (1)");
            if (++rounds == 1) killOthers();
        };
        const core::Failure failure =
            failureOf([&] { _store->database.write(work, store::LostCommit::Fail); });
        CPPUNIT_ASSERT(failure.code() == core::ErrorCode::StorageUnavailable);
        CPPUNIT_ASSERT_EQUAL(1, rounds);
        rounds = 0;
        _store->database.write(work, store::LostCommit::Repeat);
        CPPUNIT_ASSERT_EQUAL(2, rounds);
        CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, things());
    }

    void restartedServer_nextCallWorks()
    {
        _store->database.ping();
        tests::PostgresCluster::shared().stop();
        tests::PostgresCluster::shared().start();
        _store->database.ping();
        run("INSERT INTO things (id) VALUES (1)");
        CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, things());
    }

    void stoppedServer_failsWithTheRemedyAndWithoutThePassword()
    {
        Recorder log;
        std::string url = _url;
        url.insert(url.find('@'), ":geheim");
        store::Database database(url, {.logger = &log});
        database.ping();
        tests::PostgresCluster::shared().stop();
        const core::Failure failure = failureOf([&] { database.ping(); });
        tests::PostgresCluster::shared().start();
        CPPUNIT_ASSERT(failure.code() == core::ErrorCode::StorageUnavailable);
        CPPUNIT_ASSERT(failure.message().find("database.url") != std::string::npos);
        CPPUNIT_ASSERT(log.text.find("database_error fault=connection_lost") != std::string::npos);
        CPPUNIT_ASSERT((failure.message() + log.text).find("geheim") == std::string::npos);
        database.ping();
    }

    std::unique_ptr<store::Database> _killer;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestLostConnection);

}  // namespace
