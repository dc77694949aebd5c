#include "core/failure.hpp"
#include "http/idempotency_key.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace {

using scaispeak::core::ErrorCode;
using scaispeak::core::Failure;
using scaispeak::http::requireIdempotencyKey;

class TestIdempotencyKey : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestIdempotencyKey);
    CPPUNIT_TEST(printableAsciiUpToItsLength_isTaken);
    CPPUNIT_TEST(anythingElse_isRefusedNamingTheHeader);
    CPPUNIT_TEST_SUITE_END();

    void printableAsciiUpToItsLength_isTaken()
    {
        for (const std::string& key : {std::string("k"), std::string("a key ~"), std::string(128, 'k')})
            requireIdempotencyKey(key);
    }

    void anythingElse_isRefusedNamingTheHeader()
    {
        for (const std::string& key : {std::string(), std::string(129, 'k'), std::string("k\xc3\xa9y"),
                                       std::string("k\x7f"), std::string("k\t"), std::string(1, '\0')}) {
            try {
                requireIdempotencyKey(key);
            }
            catch (const Failure& failure) {
                CPPUNIT_ASSERT(failure.code() == ErrorCode::ValidationError);
                CPPUNIT_ASSERT_EQUAL(std::string("Idempotency-Key"), failure.details().at(0).field);
                continue;
            }
            CPPUNIT_FAIL("was taken: " + key);
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestIdempotencyKey);

}  // namespace
