#include "store/migration.hpp"
#include "store/migrator.hpp"
#include "store_fixture.hpp"

#include <atomic>
#include <latch>
#include <set>
#include <thread>

namespace {

using namespace scaispeak;
using store::Migration;
using store::Migrator;
using tests::failureOf;

class Migrations : public tests::StoreFixture
{
    CPPUNIT_TEST_SUITE(Migrations);
    CPPUNIT_TEST(nothing_allStepsArePendingAndThenApplied);
    CPPUNIT_TEST(again_nothingIsDone);
    CPPUNIT_TEST(pending_changesNothing);
    CPPUNIT_TEST(newerDatabase_isRefusedWithBothVersions);
    CPPUNIT_TEST(failingStep_leavesNothingOfItself);
    CPPUNIT_TEST(twoHosts_applyEachStepOnce);
    CPPUNIT_TEST(missingSchema_namesTheRemedy);
    CPPUNIT_TEST_SUITE_END_ABSTRACT();

public:
    void setUp() override
    {
        _url = freshUrl();
        _store = store::openStore(_url);
    }

private:
    std::int64_t appliedRows() { return run("SELECT count(*) FROM schema_migrations").at(0).integer(0); }

    void nothing_allStepsArePendingAndThenApplied()
    {
        Migrator migrator(_store->database);
        const std::size_t all = store::migrations().size();
        CPPUNIT_ASSERT_EQUAL(all, migrator.pending().size());
        CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, migrator.pending().front().version);
        CPPUNIT_ASSERT_EQUAL(all, migrator.apply().size());
        CPPUNIT_ASSERT(migrator.pending().empty());
        for (const char* table : {"tenants", "users", "role_grants", "api_keys", "voices", "audit"})
            CPPUNIT_ASSERT_EQUAL(std::int64_t{0},
                                 run("SELECT count(*) FROM " + std::string(table)).at(0).integer(0));
    }

    void again_nothingIsDone()
    {
        Migrator(_store->database).apply();
        const std::int64_t rows = appliedRows();
        CPPUNIT_ASSERT(Migrator(_store->database).apply().empty());
        CPPUNIT_ASSERT_EQUAL(rows, appliedRows());
    }

    void pending_changesNothing()
    {
        Migrator(_store->database).pending();
        CPPUNIT_ASSERT(failureOf([&] { appliedRows(); }).code() == core::ErrorCode::StorageUnavailable);
    }

    void newerDatabase_isRefusedWithBothVersions()
    {
        Migrator migrator(_store->database);
        migrator.apply();
        run("INSERT INTO schema_migrations (version, applied_at) VALUES (999, 0)");
        for (const core::Failure& failure :
             {failureOf([&] { migrator.pending(); }), failureOf([&] { migrator.apply(); })}) {
            CPPUNIT_ASSERT(failure.code() == core::ErrorCode::StorageUnavailable);
            CPPUNIT_ASSERT(failure.message().find("999") != std::string::npos);
            CPPUNIT_ASSERT(failure.message().find(std::to_string(store::migrations().back().version)) !=
                           std::string::npos);
        }
    }

    void failingStep_leavesNothingOfItself()
    {
        const std::vector<Migration> steps{{1, "good", {{"CREATE TABLE good (a BIGINT)"}}},
                                           {2, "bad", {{"CREATE TABLE half (a BIGINT)"}, {"CREATE TABLE"}}}};
        Migrator migrator(_store->database, steps);
        failureOf([&] { migrator.apply(); });
        CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, appliedRows());
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, migrator.pending().size());
        run("SELECT a FROM good");
        failureOf([&] { run("SELECT a FROM half"); });
    }

    void twoHosts_applyEachStepOnce()
    {
        constexpr int hosts = 4;
        std::latch ready(hosts);
        std::atomic<std::size_t> applied{0};
        std::atomic<int> failed{0};
        std::vector<std::thread> threads;
        for (int host = 0; host < hosts; ++host)
            threads.emplace_back([&] {
                try {
                    store::Database own(_url);
                    ready.arrive_and_wait();
                    applied += Migrator(own).apply().size();
                }
                catch (const std::exception&) {
                    ++failed;
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        CPPUNIT_ASSERT_EQUAL(0, failed.load());
        CPPUNIT_ASSERT_EQUAL(store::migrations().size(), applied.load());
        CPPUNIT_ASSERT(Migrator(_store->database).pending().empty());
    }

    void missingSchema_namesTheRemedy()
    {
        const core::Failure failure = failureOf([&] { _store->apiKeys.tenantActive("ten_a"); });
        CPPUNIT_ASSERT(failure.code() == core::ErrorCode::StorageUnavailable);
        CPPUNIT_ASSERT(failure.message().find("--migrate") != std::string::npos);
        CPPUNIT_ASSERT(failure.message().find("SELECT") == std::string::npos);
    }
};

SCAISPEAK_ON_BOTH_DATABASES(Migrations);

}  // namespace
