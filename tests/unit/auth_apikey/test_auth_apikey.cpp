#include "support/plugin_file.hpp"

#include <scaispeak/host_extensions.h>

#include <cppunit/extensions/HelperMacros.h>
#include <openssl/sha.h>

#include <cstring>
#include <memory>
#include <random>

namespace {

using namespace scaispeak::test;

const std::string key = "sgk_0123456789abcdefghijABCDEFGHIJ-_";

/// The store behind the lookup: knows one key, or fails.
struct FakeStore
{
    scs_status answer = SCS_OK;
    int lookups = 0;
    int principals = 1;
    std::string known = key;

    static scs_status lookup(void* ctx, const scs_call*, scs_bytes sha256, scs_emit_principal emit,
                             void* emitCtx, scs_error*);
};

FakeStore* store = nullptr;

scs_status FakeStore::lookup(void*, const scs_call*, scs_bytes sha256, scs_emit_principal emit, void* emitCtx,
                             scs_error*)
{
    ++store->lookups;
    if (store->answer != SCS_OK) return store->answer;
    unsigned char expected[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(store->known.data()), store->known.size(), expected);
    if (sha256.size != sizeof expected || std::memcmp(sha256.data, expected, sizeof expected) != 0)
        return SCS_NOT_FOUND;
    static const scs_str roles[] = {SCS_LITERAL("user")};
    scs_principal principal{};
    principal.struct_size = sizeof principal;
    principal.kind = SCS_CREDENTIAL_API_KEY;
    principal.tenant_id = raw("ten_1");
    principal.user_id = raw("usr_1");
    principal.credential_id = raw("key_1");
    principal.roles = roles;
    principal.role_count = 1;
    principal.expires_unix_ns = 77;
    for (int count = 0; count < store->principals; ++count)
        if (const scs_status status = emit(emitCtx, &principal); status != SCS_OK) return status;
    return SCS_OK;
}

const scs_host_credentials credentials{sizeof(scs_host_credentials), 0, &FakeStore::lookup};

struct Emitted
{
    int count = 0;
    std::string who;
    std::int64_t expires = 0;
};

class TestAuthApikey : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestAuthApikey);
    CPPUNIT_TEST(knownKey_isAllowedWithItsPrincipal);
    CPPUNIT_TEST(unknownKey_isDenied);
    CPPUNIT_TEST(otherCredential_isNotMine);
    CPPUNIT_TEST(malformedKey_isDeniedWithoutALookup);
    CPPUNIT_TEST(storeThatDoesNotAnswer_isUnavailable);
    CPPUNIT_TEST(lookupWithoutExactlyOnePrincipal_isNotAllowed);
    CPPUNIT_TEST(garbage_isNeverAllowed);
    CPPUNIT_TEST(changedKey_isNeverAllowed);
    CPPUNIT_TEST(secret_reachesNoLog);
    CPPUNIT_TEST(create_withoutTheExtensionIsRefusedWithARemedy);
    CPPUNIT_TEST_SUITE_END();

public:
    void setUp() override
    {
        _store = {};
        store = &_store;
        _host.offer(SCS_HOST_CREDENTIALS_1, &credentials);
        _instance = std::make_unique<PluginInstance>(_file, _host);
    }
    void tearDown() override { _instance.reset(); }

private:
    std::int32_t ask(std::string_view credential, Emitted& emitted)
    {
        const scs_call call = _host.call();
        CapturedError error;
        std::int32_t decision = SCS_AUTH_ALLOW;
        const auto take = [](void* ctx, const scs_principal* principal) -> scs_status {
            auto& out = *static_cast<Emitted*>(ctx);
            ++out.count;
            out.who = text(principal->tenant_id) + "/" + text(principal->user_id) + "/" +
                      text(principal->credential_id) + "/" + text(principal->roles[0]);
            out.expires = principal->expires_unix_ns;
            return SCS_OK;
        };
        const scs_status status = _auth->authenticate(_instance->get(), &call, raw(credential), take,
                                                      &emitted, &decision, error.raw());
        CPPUNIT_ASSERT_EQUAL(SCS_OK, status);
        CPPUNIT_ASSERT_EQUAL(decision == SCS_AUTH_ALLOW ? 1 : 0, emitted.count);
        return decision;
    }

    std::int32_t ask(std::string_view credential)
    {
        Emitted emitted;
        return ask(credential, emitted);
    }

    void knownKey_isAllowedWithItsPrincipal()
    {
        Emitted emitted;
        CPPUNIT_ASSERT_EQUAL(std::int32_t{SCS_AUTH_ALLOW}, ask(key, emitted));
        CPPUNIT_ASSERT_EQUAL(std::string("ten_1/usr_1/key_1/user"), emitted.who);
        CPPUNIT_ASSERT_EQUAL(std::int64_t{77}, emitted.expires);
    }

    void unknownKey_isDenied() { CPPUNIT_ASSERT_EQUAL(std::int32_t{SCS_AUTH_DENY}, ask(key + "x")); }

    void otherCredential_isNotMine()
    {
        for (const char* credential :
             {"", "s", "sgk", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln", "SGK_0123456789abcdefghijABCDEFGHIJ-_",
              " sgk_0123456789abcdefghijABCDEFGHIJ-_"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(credential, std::int32_t{SCS_AUTH_NOT_MINE}, ask(credential));
        CPPUNIT_ASSERT_EQUAL(0, _store.lookups);
    }

    void malformedKey_isDeniedWithoutALookup()
    {
        for (const std::string& credential :
             {std::string("sgk_"), key.substr(0, 4 + 31), key + " ", key + "\n", key + "=",
              key + std::string(1, '\0'), key + "\xC3\xA9"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(credential, std::int32_t{SCS_AUTH_DENY}, ask(credential));
        CPPUNIT_ASSERT_EQUAL(0, _store.lookups);
        CPPUNIT_ASSERT_EQUAL(std::int32_t{SCS_AUTH_ALLOW}, ask(key));
    }

    void storeThatDoesNotAnswer_isUnavailable()
    {
        for (const scs_status status : {SCS_UNAVAILABLE, SCS_DEADLINE, SCS_INTERNAL, SCS_CANCELLED}) {
            _store.answer = status;
            CPPUNIT_ASSERT_EQUAL(std::int32_t{SCS_AUTH_UNAVAILABLE}, ask(key));
        }
        _store.answer = SCS_NOT_FOUND;
        CPPUNIT_ASSERT_EQUAL(std::int32_t{SCS_AUTH_DENY}, ask(key));
    }

    void lookupWithoutExactlyOnePrincipal_isNotAllowed()
    {
        for (const int count : {0, 2}) {
            _store.principals = count;
            CPPUNIT_ASSERT_EQUAL(std::int32_t{SCS_AUTH_UNAVAILABLE}, ask(key));
        }
    }

    void garbage_isNeverAllowed()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 20000; ++round) {
            std::string credential(random() % 60, '\0');
            for (char& letter : credential)
                letter = static_cast<char>(random() % 256);
            if (round % 2 == 0) credential.insert(0, "sgk_");
            CPPUNIT_ASSERT(ask(credential) != SCS_AUTH_ALLOW);
        }
    }

    void changedKey_isNeverAllowed()
    {
        for (std::size_t index = 0; index < key.size(); ++index) {
            std::string changed = key;
            changed[index] = changed[index] == 'z' ? 'y' : 'z';
            CPPUNIT_ASSERT(ask(changed) != SCS_AUTH_ALLOW);
            changed = key;
            changed.erase(index, 1);
            CPPUNIT_ASSERT(ask(changed) != SCS_AUTH_ALLOW);
        }
    }

    void secret_reachesNoLog()
    {
        ask(key);
        _store.answer = SCS_UNAVAILABLE;
        ask(key);
        ask("sgk_short");
        for (const std::string& line : _host.lines())
            CPPUNIT_ASSERT(line.find("sgk_") == std::string::npos);
    }

    void create_withoutTheExtensionIsRefusedWithARemedy()
    {
        FakePluginHost bare;
        CapturedError error;
        void* instance = nullptr;
        CPPUNIT_ASSERT_EQUAL(SCS_UNSUPPORTED,
                             _file.descriptor().create(&bare.table(), raw("{}"), &instance, error.raw()));
        CPPUNIT_ASSERT(error.publicMessage.find(SCS_HOST_CREDENTIALS_1) != std::string::npos);
    }

    PluginFile _file{PLUGIN};
    const scs_auth* _auth = _file.interface<scs_auth>(SCS_AUTH_1);
    FakePluginHost _host;
    FakeStore _store;
    std::unique_ptr<PluginInstance> _instance;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestAuthApikey);

}  // namespace
