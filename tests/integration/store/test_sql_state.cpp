#include "store/sql_state.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <sqlite3.h>

#include <utility>
#include <vector>

namespace {

using namespace scaispeak::store;

class TestSqlState : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestSqlState);
    CPPUNIT_TEST(faults_ofSqlStates);
    CPPUNIT_TEST(faults_ofSqliteCodes);
    CPPUNIT_TEST_SUITE_END();

    void faults_ofSqlStates()
    {
        const std::vector<std::pair<std::string, Fault>> table{{"08006", Fault::ConnectionLost},
                                                               {"57P01", Fault::ConnectionLost},
                                                               {"57P03", Fault::ConnectionLost},
                                                               {"40001", Fault::Conflict},
                                                               {"40P01", Fault::Conflict},
                                                               {"23505", Fault::UniqueViolation},
                                                               {"23503", Fault::ForeignKeyViolation},
                                                               {"23514", Fault::OtherConstraint},
                                                               {"42P01", Fault::NoSchema},
                                                               {"42703", Fault::NoSchema},
                                                               {"53100", Fault::OutOfSpace},
                                                               {"25006", Fault::NotWritable},
                                                               {"55P03", Fault::Busy},
                                                               {"57014", Fault::Busy},
                                                               {"42601", Fault::Programming},
                                                               {"53300", Fault::Busy},
                                                               {"XX001", Fault::BadData},
                                                               {"25P02", Fault::Programming},
                                                               {"0A000", Fault::Conflict},
                                                               {"26000", Fault::Conflict},
                                                               {"F0000", Fault::Other},
                                                               {"", Fault::Other}};
        for (const auto& [state, fault] : table)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(state, std::string(word(fault)),
                                         std::string(word(faultOfSqlState(state))));
    }

    void faults_ofSqliteCodes()
    {
        const std::vector<std::pair<int, Fault>> table{
            {SQLITE_BUSY, Fault::Busy},
            {SQLITE_BUSY_SNAPSHOT, Fault::Conflict},
            {SQLITE_CONSTRAINT_UNIQUE, Fault::UniqueViolation},
            {SQLITE_CONSTRAINT_PRIMARYKEY, Fault::UniqueViolation},
            {SQLITE_CONSTRAINT_FOREIGNKEY, Fault::ForeignKeyViolation},
            {SQLITE_CONSTRAINT_CHECK, Fault::OtherConstraint},
            {SQLITE_FULL, Fault::OutOfSpace},
            {SQLITE_READONLY, Fault::NotWritable},
            {SQLITE_CORRUPT, Fault::BadData},
            {SQLITE_NOTADB, Fault::BadData},
            {SQLITE_CANTOPEN, Fault::ConnectionLost},
            {SQLITE_IOERR_READ, Fault::Other},
            {SQLITE_ERROR, Fault::Programming}};
        for (const auto& [code, fault] : table)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(std::to_string(code), std::string(word(fault)),
                                         std::string(word(faultOfSqliteCode(code))));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSqlState);

}  // namespace
