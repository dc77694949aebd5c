#include "store_fixture.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace {

using namespace scaispeak;
using tests::failureOf;

class TestSqliteFile : public tests::StoreFixture
{
    CPPUNIT_TEST_SUITE(TestSqliteFile);
    CPPUNIT_TEST(newFile_andItsFolderArePrivate);
    CPPUNIT_TEST(openFile_isMadePrivate);
    CPPUNIT_TEST(connections_useWalAndForeignKeys);
    CPPUNIT_TEST(impossibleFolder_namesThePath);
    CPPUNIT_TEST(foreignFile_isRefused);
    CPPUNIT_TEST_SUITE_END();

    std::string freshUrl() override
    {
        _temporary = std::make_unique<tests::TemporaryFolder>();
        _folder = _temporary->path();
        return _temporary->databaseUrl();
    }
    void dropDatabase() override { _temporary.reset(); }

    static int modeOf(const std::string& path)
    {
        struct stat status
        {};
        CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 0, stat(path.c_str(), &status));
        return static_cast<int>(status.st_mode & 0777U);
    }

    void newFile_andItsFolderArePrivate()
    {
        CPPUNIT_ASSERT_EQUAL(0700, modeOf(_folder + "/state"));
        for (const char* file : {"", "-wal", "-shm"})
            CPPUNIT_ASSERT_EQUAL(0600, modeOf(_folder + "/state/scaispeak.db" + file));
    }

    void openFile_isMadePrivate()
    {
        const std::string path = _folder + "/open.db";
        std::ofstream(path).close();
        CPPUNIT_ASSERT_EQUAL(0, chmod(path.c_str(), 0644));
        store::Database("sqlite:" + path).ping();
        CPPUNIT_ASSERT_EQUAL(0600, modeOf(path));
    }

    void connections_useWalAndForeignKeys()
    {
        _store->database.read([](store::Connection& connection) {
            CPPUNIT_ASSERT_EQUAL(std::string("wal"), connection.query("PRAGMA journal_mode").at(0).text(0));
            CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, connection.query("PRAGMA foreign_keys").at(0).integer(0));
            CPPUNIT_ASSERT_EQUAL(std::int64_t{5000},
                                 connection.query("PRAGMA busy_timeout").at(0).integer(0));
        });
    }

    void impossibleFolder_namesThePath()
    {
        const std::string file = _folder + "/file";
        std::ofstream(file).close();
        const core::Failure failure = failureOf([&] { store::Database("sqlite:" + file + "/sub/a.db"); });
        CPPUNIT_ASSERT(failure.code() == core::ErrorCode::StorageUnavailable);
        CPPUNIT_ASSERT(failure.message().find(file) != std::string::npos);
    }

    void foreignFile_isRefused()
    {
        const std::string path = _folder + "/foreign.db";
        std::ofstream(path) << std::string(8192, 'x');
        const core::Failure failure = failureOf([&] { store::Database("sqlite:" + path).ping(); });
        CPPUNIT_ASSERT(failure.code() == core::ErrorCode::StorageUnavailable);
        CPPUNIT_ASSERT(failure.message().find("not a database") != std::string::npos);
    }

    std::unique_ptr<tests::TemporaryFolder> _temporary;
    std::string _folder;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSqliteFile);

}  // namespace
