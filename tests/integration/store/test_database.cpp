#include "store/database.hpp"
#include "store_fixture.hpp"

#include <atomic>
#include <future>
#include <latch>
#include <stdexcept>
#include <thread>

namespace {

using namespace scaispeak;
using store::Blob;
using store::Connection;
using store::Value;
using tests::failureOf;

class Databases : public tests::StoreFixture
{
    CPPUNIT_TEST_SUITE(Databases);
    CPPUNIT_TEST(ping_answers);
    CPPUNIT_TEST(values_comeBackAsTheyWent);
    CPPUNIT_TEST(nulls_comeBackAndAreNoZero);
    CPPUNIT_TEST(preparedStatement_takesOtherTypesNextTime);
    CPPUNIT_TEST(manyStatements_areNotKeptForEver);
    CPPUNIT_TEST(text_withNulOrBadUtf8IsRefused);
    CPPUNIT_TEST(exception_leavesNothing);
    CPPUNIT_TEST(failedStatement_leavesNothingAndTheConnectionUsable);
    CPPUNIT_TEST(swallowedFailure_isNotCommitted);
    CPPUNIT_TEST(uncommitted_isInvisibleToTheNextUser);
    CPPUNIT_TEST(constraint_isDistinguishable);
    CPPUNIT_TEST(badStatement_isAnInternalErrorWithoutItsText);
    CPPUNIT_TEST(poolExhausted_failsAfterItsWaitAndRecovers);
    CPPUNIT_TEST(poolExhausted_waitsForATurn);
    CPPUNIT_TEST(manyThreads_shareAFewConnections);
    CPPUNIT_TEST(twoWriters_neverFailAndLoseNothing);
    CPPUNIT_TEST_SUITE_END_ABSTRACT();

public:
    void setUp() override
    {
        StoreFixture::setUp();
        run("CREATE TABLE things (id BIGINT PRIMARY KEY, t TEXT, d DOUBLE PRECISION, f BOOLEAN, b BLOB)");
    }

private:
    std::int64_t things() { return run("SELECT count(*) FROM things").at(0).integer(0); }

    void ping_answers() { _store->database.ping(); }

    void values_comeBackAsTheyWent()
    {
        Blob bytes;
        for (int byte = 0; byte < 256; ++byte)
            bytes.push_back(static_cast<std::uint8_t>(byte));
        const std::vector<std::string> texts{"", "'; DROP TABLE things; --", "$1 $2 :a ? %s", "a\\b\"c",
                                             "\xf0\x9f\x98\x80"};
        const std::vector<double> reals{0.1, -1e-300, 1e300, 1.0 / 3, 2};
        for (std::size_t index = 0; index < texts.size(); ++index) {
            const std::int64_t id = INT64_MAX - static_cast<std::int64_t>(index);
            run("INSERT INTO things (id, t, d, f, b) VALUES ($1, $2, $3, $4, $5)",
                {id, texts[index], reals[index], index % 2 == 0, index == 0 ? Blob{} : bytes});
            const store::Row row = run("SELECT id, t, d, f, b FROM things WHERE id = $1", {id}).at(0);
            CPPUNIT_ASSERT_EQUAL(id, row.integer(0));
            CPPUNIT_ASSERT_EQUAL(texts[index], row.text(1));
            CPPUNIT_ASSERT_EQUAL(reals[index], row.real(2));
            CPPUNIT_ASSERT_EQUAL(index % 2 == 0, row.flag(3));
            CPPUNIT_ASSERT(index == 0 || bytes == row.blob(4));
        }
    }

    void nulls_comeBackAndAreNoZero()
    {
        run("INSERT INTO things (id, t, d, f, b) VALUES ($1, $2, $3, $4, $5)",
            {std::int64_t{1}, Value{}, Value{}, Value{}, Value{}});
        const store::Row row = run("SELECT id, t, d, f, b FROM things").at(0);
        for (std::size_t column = 1; column < row.size(); ++column)
            CPPUNIT_ASSERT(row.isNull(column));
        CPPUNIT_ASSERT_EQUAL(std::string(), row.text(1));
        CPPUNIT_ASSERT_THROW(row.integer(2), store::DatabaseError);
        CPPUNIT_ASSERT_THROW(row.real(2), store::DatabaseError);
        CPPUNIT_ASSERT_THROW(row.flag(3), store::DatabaseError);
        CPPUNIT_ASSERT_THROW(row.blob(4), store::DatabaseError);
    }

    void preparedStatement_takesOtherTypesNextTime()
    {
        _store->database.write([](Connection& connection) {
            const std::string insert = "INSERT INTO things (id, t) VALUES ($1, $2)";
            connection.query(insert, {std::int64_t{1}, std::string("one")});
            connection.query(insert, {std::int64_t{2}, Value{}});
            connection.query(insert, {std::int64_t{3}, std::string("three")});
            const std::string select = "SELECT id, t FROM things WHERE id >= $1 ORDER BY id";
            CPPUNIT_ASSERT_EQUAL(std::size_t{3}, connection.query(select, {std::int64_t{1}}).size());
            CPPUNIT_ASSERT_EQUAL(std::size_t{0}, connection.query(select, {std::int64_t{9}}).size());
            const store::Rows rows = connection.query(select, {std::int64_t{2}});
            CPPUNIT_ASSERT(rows.at(0).isNull(1));
            CPPUNIT_ASSERT_EQUAL(std::string("three"), rows.at(1).text(1));
        });
    }

    void manyStatements_areNotKeptForEver()
    {
        _store->database.read([](Connection& connection) {
            for (int number = 0; number < 300; ++number) {
                const std::string digits = std::to_string(number);
                const std::string sql = "SELECT id, t FROM things WHERE id = " + digits;
                CPPUNIT_ASSERT(connection.query(sql).empty());
            }
        });
    }

    void text_withNulOrBadUtf8IsRefused()
    {
        for (const std::string& text :
             {std::string("a\0b", 3), std::string("\xff"), std::string("\xed\xa0\x80")}) {
            const core::Failure failure =
                failureOf([&] { run("INSERT INTO things (id, t) VALUES (1, $1)", {text}); });
            CPPUNIT_ASSERT(failure.code() == core::ErrorCode::ValidationError);
        }
        CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, things());
    }

    void exception_leavesNothing()
    {
        const auto work = [](Connection& connection) {
            connection.query("INSERT INTO things (id) VALUES (1)");
            throw std::runtime_error("of the caller");
        };
        CPPUNIT_ASSERT_THROW(_store->database.write(work), std::runtime_error);
        CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, things());
    }

    void failedStatement_leavesNothingAndTheConnectionUsable()
    {
        store::Database one(_url, {.maxConnections = 1});
        const auto work = [](Connection& connection) {
            connection.query("INSERT INTO things (id) VALUES ($1)", {std::int64_t{1}});
            connection.query("INSERT INTO things (id) VALUES ($1)", {std::int64_t{1}});
        };
        CPPUNIT_ASSERT_THROW(one.write(work), store::ConstraintViolation);
        CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, things());
        one.write([](Connection& connection) {
            connection.query("INSERT INTO things (id) VALUES ($1)", {std::int64_t{2}});
        });
        CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, things());
    }

    void swallowedFailure_isNotCommitted()
    {
        const auto work = [](Connection& connection) {
            connection.query("INSERT INTO things (id) VALUES (1)");
            CPPUNIT_ASSERT_THROW(connection.query("INSERT INTO things (id) VALUES (1)"),
                                 store::DatabaseError);
        };
        const core::Failure failure = failureOf([&] { _store->database.write(work); });
        CPPUNIT_ASSERT(failure.code() == core::ErrorCode::InternalError);
        CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, things());
    }

    void uncommitted_isInvisibleToTheNextUser()
    {
        store::Database one(_url, {.maxConnections = 1});
        const auto abandoned = [](Connection& connection) {
            connection.query("INSERT INTO things (id) VALUES (1)");
            throw std::runtime_error("of the caller");
        };
        CPPUNIT_ASSERT_THROW(one.write(abandoned), std::runtime_error);
        const auto count = one.read([](Connection& connection) {
            return connection.query("SELECT count(*) FROM things").at(0).integer(0);
        });
        CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, count);
    }

    void constraint_isDistinguishable()
    {
        const auto faultOf = [this](const std::string& sql) {
            try {
                run(sql);
            }
            catch (const store::ConstraintViolation& violation) {
                CPPUNIT_ASSERT(violation.code() == core::ErrorCode::InternalError);
                CPPUNIT_ASSERT(violation.message().find("INSERT") == std::string::npos);
                return std::string(word(violation.fault()));
            }
            return std::string("none");
        };
        CPPUNIT_ASSERT_EQUAL(std::string("none"), faultOf("INSERT INTO things (id) VALUES (1)"));
        CPPUNIT_ASSERT_EQUAL(std::string("unique_violation"), faultOf("INSERT INTO things (id) VALUES (1)"));
        CPPUNIT_ASSERT_EQUAL(
            std::string("foreign_key_violation"),
            faultOf("INSERT INTO users (tenant_id, user_id, created_at) VALUES ('none', 'u', 0)"));
        CPPUNIT_ASSERT_EQUAL(
            std::string("constraint_violation"),
            faultOf(
                "INSERT INTO tenants (tenant_id, name, suspended, created_at) VALUES ('t', NULL, FALSE, 0)"));
    }

    void badStatement_isAnInternalErrorWithoutItsText()
    {
        const core::Failure failure = failureOf([&] { run("SELEKT geheim FROM things"); });
        CPPUNIT_ASSERT(failure.code() == core::ErrorCode::InternalError);
        CPPUNIT_ASSERT(failure.message().find("geheim") == std::string::npos);
    }

    void poolExhausted_failsAfterItsWaitAndRecovers()
    {
        store::Database one(_url, {.maxConnections = 1, .waitForConnection = std::chrono::milliseconds(20)});
        one.read([&](Connection&) {
            const core::Failure failure = failureOf([&] { one.ping(); });
            CPPUNIT_ASSERT(failure.code() == core::ErrorCode::StorageUnavailable);
            CPPUNIT_ASSERT(failure.retryAfterSeconds().has_value());
            CPPUNIT_ASSERT(failure.message().find("busy") != std::string::npos);
        });
        one.ping();
    }

    void poolExhausted_waitsForATurn()
    {
        store::Database one(_url, {.maxConnections = 1, .waitForConnection = std::chrono::minutes(1)});
        std::latch taken(1);
        std::promise<void> release;
        std::thread holder([&] {
            one.read([&](Connection&) {
                taken.count_down();
                release.get_future().wait();
            });
        });
        taken.wait();
        auto waiting = std::async(std::launch::async, [&] { one.ping(); });
        release.set_value();
        waiting.get();
        holder.join();
    }

    void manyThreads_shareAFewConnections()
    {
        store::Database few(_url, {.maxConnections = 3, .waitForConnection = std::chrono::minutes(1)});
        std::atomic<int> wrong{0};
        std::vector<std::thread> threads;
        for (std::int64_t thread = 0; thread < 8; ++thread)
            threads.emplace_back([&, thread] {
                const std::string sql = few.kind() == store::DatabaseKind::Sqlite
                                            ? "SELECT $1 AS number"
                                            : "SELECT CAST($1 AS BIGINT) AS number";
                for (std::int64_t round = 0; round < 50; ++round) {
                    const std::int64_t expected = thread * 1000 + round;
                    const auto number = few.read([&](Connection& connection) {
                        return connection.query(sql, {expected}).at(0).integer(0);
                    });
                    if (number != expected) ++wrong;
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        CPPUNIT_ASSERT_EQUAL(0, wrong.load());
    }

    void twoWriters_neverFailAndLoseNothing()
    {
        constexpr std::int64_t rounds = 25;
        run("INSERT INTO things (id, d) VALUES (1, 0)");
        store::Database other(_url);
        std::atomic<int> failed{0};
        const auto count = [&](store::Database& database) {
            for (std::int64_t round = 0; round < rounds; ++round)
                try {
                    database.write([](Connection& connection) {
                        const std::string lock =
                            connection.kind() == store::DatabaseKind::PostgreSql ? " FOR UPDATE" : "";
                        const double before =
                            connection.query("SELECT d FROM things WHERE id = 1" + lock).at(0).real(0);
                        connection.query("UPDATE things SET d = $1 WHERE id = 1", {before + 1});
                    });
                }
                catch (const std::exception&) {
                    ++failed;
                }
        };
        std::vector<std::thread> threads;
        for (store::Database* database : {&_store->database, &_store->database, &other, &other})
            threads.emplace_back([&count, database] { count(*database); });
        for (std::thread& thread : threads)
            thread.join();
        CPPUNIT_ASSERT_EQUAL(0, failed.load());
        CPPUNIT_ASSERT_EQUAL(4.0 * rounds, run("SELECT d FROM things WHERE id = 1").at(0).real(0));
    }
};

SCAISPEAK_ON_BOTH_DATABASES(Databases);

}  // namespace
