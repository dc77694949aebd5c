#pragma once

#include "store/connection.hpp"
#include "store/store.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace scaispeak::tests {

/// Gives each case an empty, migrated database of its own.
class StoreFixture : public CppUnit::TestFixture
{
public:
    void setUp() override;
    void tearDown() override;

protected:
    /// A new empty database.
    virtual std::string freshUrl() = 0;
    virtual void dropDatabase() {}

    store::Rows run(const std::string& sql, const std::vector<store::Value>& parameters = {});
    void addUser(const std::string& tenantId, const std::string& userId);
    void addVoice(const core::Voice& voice);
    static core::Voice preset(const std::string& id, const std::string& name);

    std::string _url;
    std::unique_ptr<store::Store> _store;
};

/// A temporary folder, in memory where that can be: nobody waits for a disk then.
class TemporaryFolder
{
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::string& path() const { return _path; }
    std::string databaseUrl() const { return "sqlite:" + _path + "/state/scaispeak.db"; }

private:
    std::string _path;
};

std::string freshPostgresUrl();

/// A filter by one of its members.
template <typename Member, typename Given>
core::VoiceFilter by(Member core::VoiceFilter::*member, Given&& value)
{
    core::VoiceFilter filter;
    filter.*member = std::forward<Given>(value);
    return filter;
}

/// Runs `action` and gives the Failure that it must throw.
core::Failure failureOf(const std::function<void()>& action);

}  // namespace scaispeak::tests

/// Makes the two suites of abstract cases, one for each database, under the names `<Cases>OnSqlite` and
/// `<Cases>OnPostgres`.
#define SCAISPEAK_ON_BOTH_DATABASES(Cases)                                               \
    class Cases##OnSqlite : public Cases                                                 \
    {                                                                                    \
        CPPUNIT_TEST_SUB_SUITE(Cases##OnSqlite, Cases);                                  \
        CPPUNIT_TEST_SUITE_END();                                                        \
        std::string freshUrl() override                                                  \
        {                                                                                \
            _folder = std::make_unique<scaispeak::tests::TemporaryFolder>();             \
            return _folder->databaseUrl();                                               \
        }                                                                                \
        void dropDatabase() override { _folder.reset(); }                                \
        std::unique_ptr<scaispeak::tests::TemporaryFolder> _folder;                      \
    };                                                                                   \
    class Cases##OnPostgres : public Cases                                               \
    {                                                                                    \
        CPPUNIT_TEST_SUB_SUITE(Cases##OnPostgres, Cases);                                \
        CPPUNIT_TEST_SUITE_END();                                                        \
        std::string freshUrl() override { return scaispeak::tests::freshPostgresUrl(); } \
    };                                                                                   \
    CppUnit::AutoRegisterSuite<Cases##OnSqlite> register##Cases##OnSqlite;               \
    CppUnit::AutoRegisterSuite<Cases##OnPostgres> register##Cases##OnPostgres
