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
    CPPUNIT_TEST(execute_stateIsReadFromItsField);
    CPPUNIT_TEST(prepare_stateIsReadBehindTheSeverity);
    CPPUNIT_TEST(translatedSeverity_isNoState);
    CPPUNIT_TEST(statementText_isNeverTakenForAState);
    CPPUNIT_TEST(messageWithoutState_isEmpty);
    CPPUNIT_TEST(faults_ofSqlStates);
    CPPUNIT_TEST(faults_ofMessages);
    CPPUNIT_TEST(faults_ofSqliteCodes);
    CPPUNIT_TEST_SUITE_END();

    static void assertState(const std::string& expected, std::string_view message)
    {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(message), expected, sqlState(message));
    }

    void execute_stateIsReadFromItsField()
    {
        assertState(
            "23505",
            "postgresql_stmt_execute error: ERROR:  duplicate key\n Severity: ERROR State: 23505 Detail: Key "
            "(id)=(a) exists. Hint: N/A Constraint: api_keys_pkey");
        assertState(
            "40P01",
            "postgresql_stmt_execute error: ERROR:  40P01\n Severity: ERROR State: 40P01 Detail: N/A");
    }

    void prepare_stateIsReadBehindTheSeverity()
    {
        assertState("42P01", "postgresql_stmt_prepare error: ERROR:  42P01\n SELECT 1 FROM nowhere");
        assertState("57P01",
                    "BEGIN statement failed:: FATAL:  57P01\nserver closed the connection unexpectedly");
        assertState("40001", "COMMIT statement failed:: ERROR:  40001\n");
    }

    void translatedSeverity_isNoState()
    {
        assertState("42P01", "postgresql_stmt_prepare error: FEHLER:  42P01\n SELECT 1");
        assertState("", "postgresql_stmt_prepare error: ERROR:  \n SELECT 1");
    }

    void statementText_isNeverTakenForAState()
    {
        assertState("",
                    "postgresql_stmt_prepare error: no connection to the server\n SELECT ' State: 23505 '");
        assertState("42601", "postgresql_stmt_prepare error: ERROR:  42601\n SELECT ' State: 23505 '");
    }

    void messageWithoutState_isEmpty()
    {
        for (const char* message :
             {"", "x", ":", ": ", "Connection Error: could not connect", "State: 2350", "ERROR:  235056"})
            assertState("", message);
    }

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
                                                               {"F0000", Fault::Other},
                                                               {"", Fault::Other}};
        for (const auto& [state, fault] : table)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(state, std::string(word(fault)),
                                         std::string(word(faultOfSqlState(state))));
    }

    void faults_ofMessages()
    {
        const std::vector<std::pair<std::string, Fault>> table{
            {"[PostgreSQL]: postgresql_stmt_prepare error: server closed the connection "
             "unexpectedly\n\tThis\n SELECT 1",
             Fault::ConnectionLost},
            {"[PostgreSQL]: COMMIT statement failed:: server closed the connection", Fault::ConnectionLost},
            {"[PostgreSQL]: postgresql_stmt_prepare error: ERROR:  42601\n SELEKT", Fault::Programming},
            {"[PostgreSQL]: COMMIT statement failed:: ERROR:  40001\n", Fault::Conflict},
            {"[PostgreSQL]: incorrect bind parameters count for SQL Statement: SELECT $1",
             Fault::Programming}};
        for (const auto& [message, fault] : table)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(message, std::string(word(fault)),
                                         std::string(word(faultOfPostgresMessage(message))));
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
