#include "access/key_directory.hpp"
#include "core/failure.hpp"
#include "core/identifiers.hpp"
#include "unit/access/fake_key_repository.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;

class TestKeyDirectory : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestKeyDirectory);
    CPPUNIT_TEST(lookup_asksTheStoreOnceForAWhile);
    CPPUNIT_TEST(lookup_revokedExpiredAndUnknownAreNobody);
    CPPUNIT_TEST(lookup_expiryCountsWithoutAskingAgain);
    CPPUNIT_TEST(forget_countsAtOnce);
    CPPUNIT_TEST(lookup_storeThatDoesNotAnswerThrows);
    CPPUNIT_TEST_SUITE_END();

    access::FakeKeyRepository _repository;
    access::KeyDirectory _directory{_repository};
    core::Sha256 _hash{1, 2, 3};

    core::ApiKey& addKey()
    {
        core::ApiKey key;
        key.id = "key_1";
        key.hash = _hash;
        key.tenantId = "tnt_a";
        key.userId = "usr_a";
        key.roles = {"tenant_admin"};
        key.platform = true;
        _repository.keys["key_1"] = key;
        return _repository.keys["key_1"];
    }

    void lookup_asksTheStoreOnceForAWhile()
    {
        addKey();
        for (int call = 0; call < 10; ++call) {
            const auto identity = _directory.lookup(_hash);
            CPPUNIT_ASSERT(identity.has_value());
            CPPUNIT_ASSERT_EQUAL(std::string("key_1"), identity->credentialId);
            CPPUNIT_ASSERT(identity->platformIssuer);
        }
        CPPUNIT_ASSERT_EQUAL(1, _repository.lookups);
    }

    void lookup_revokedExpiredAndUnknownAreNobody()
    {
        CPPUNIT_ASSERT(!_directory.lookup({9}).has_value());
        addKey().revokedAt = 5;
        CPPUNIT_ASSERT(!_directory.lookup(_hash).has_value());
        _directory.forget();
        addKey().expiresAt = core::nowMicros() - 1;
        CPPUNIT_ASSERT(!_directory.lookup(_hash).has_value());
    }

    void lookup_expiryCountsWithoutAskingAgain()
    {
        addKey().expiresAt = core::nowMicros() + 20'000;
        CPPUNIT_ASSERT(_directory.lookup(_hash).has_value());
        while (core::nowMicros() < _repository.keys["key_1"].expiresAt) {
        }
        CPPUNIT_ASSERT(!_directory.lookup(_hash).has_value());
    }

    void forget_countsAtOnce()
    {
        addKey();
        CPPUNIT_ASSERT(_directory.lookup(_hash).has_value());
        _repository.keys["key_1"].revokedAt = core::nowMicros();
        _directory.forget();
        CPPUNIT_ASSERT(!_directory.lookup(_hash).has_value());
    }

    void lookup_storeThatDoesNotAnswerThrows()
    {
        _repository.broken = true;
        CPPUNIT_ASSERT_THROW(_directory.lookup(_hash), core::Failure);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestKeyDirectory);

}  // namespace
