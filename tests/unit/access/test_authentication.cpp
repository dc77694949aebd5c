#include "access/authentication.hpp"
#include "access/grant_directory.hpp"
#include "access/key_directory.hpp"
#include "core/failure.hpp"
#include "core/identifiers.hpp"
#include "support/quiet_logger.hpp"
#include "unit/access/fake_key_repository.hpp"
#include "unit/access/fake_role_repository.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;

class Scripted : public core::Authenticator
{
public:
    explicit Scripted(core::AuthDecision decision, std::optional<core::Identity> identity = std::nullopt)
        : _result{decision, std::move(identity), ""}
    {}
    core::AuthResult authenticate(std::string_view, const core::CallIds&) noexcept override
    {
        ++asked;
        return _result;
    }
    int asked = 0;

private:
    core::AuthResult _result;
};

core::Identity somebody()
{
    core::Identity identity;
    identity.tenantId = "tnt_a";
    identity.userId = "usr_a";
    return identity;
}

class TestAuthentication : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestAuthentication);
    CPPUNIT_TEST(bearer_takesWhatFollowsTheScheme);
    CPPUNIT_TEST(bearer_missing);
    CPPUNIT_TEST(bearer_otherSchemesAndCharactersAreRefused);
    CPPUNIT_TEST(chain_firstAllowOrDenyEndsIt);
    CPPUNIT_TEST(chain_nobodysCredentialIsInvalid);
    CPPUNIT_TEST(chain_unavailableIsNoDenial);
    CPPUNIT_TEST(chain_allowWithoutAnIdentityLetsNobodyIn);
    CPPUNIT_TEST(chain_expiredIdentityIsInvalid);
    CPPUNIT_TEST(chain_emptyLetsNobodyIn);
    CPPUNIT_TEST(chain_mayChange);
    CPPUNIT_TEST(tenant_suspendedIsNotEnabled);
    CPPUNIT_TEST(tenant_storeThatDoesNotAnswerFailsClosed);
    CPPUNIT_TEST_SUITE_END();

    access::FakeKeyRepository _repository;
    access::KeyDirectory _directory{_repository};
    access::FakeRoleRepository _roles;
    access::GrantDirectory _grants{_roles};
    tests::QuietLogger _logger;

    core::ErrorCode refusalOf(std::vector<std::shared_ptr<core::Authenticator>> chain,
                              std::string_view header = "Bearer sgk_x")
    {
        try {
            access::Authentication(std::move(chain), _directory, _grants, _logger)
                .authenticate(header, {"req_1", ""});
        }
        catch (const core::Failure& failure) {
            return failure.code();
        }
        CPPUNIT_FAIL("somebody was let in");
        return core::ErrorCode::InternalError;
    }

    static core::ErrorCode bearerRefusal(std::string_view header)
    {
        try {
            access::bearerCredential(header);
        }
        catch (const core::Failure& failure) {
            return failure.code();
        }
        CPPUNIT_FAIL("the header was taken");
        return core::ErrorCode::InternalError;
    }

    void bearer_takesWhatFollowsTheScheme()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("sgk_abc"), std::string(access::bearerCredential("Bearer sgk_abc")));
        CPPUNIT_ASSERT_EQUAL(std::string("sgk_abc"),
                             std::string(access::bearerCredential("bEARER   sgk_abc ")));
    }

    void bearer_missing()
    {
        CPPUNIT_ASSERT(bearerRefusal("") == core::ErrorCode::AuthTokenMissing);
        CPPUNIT_ASSERT(bearerRefusal("Bearer    ") == core::ErrorCode::AuthTokenMissing);
    }

    void bearer_otherSchemesAndCharactersAreRefused()
    {
        for (const std::string& header :
             {std::string("Basic dTpw"), std::string("Bearersgk_abc"), std::string("Bearer a b"),
              std::string("Bearer \xc3\xa9"), "Bearer " + std::string(8193, 'x')})
            CPPUNIT_ASSERT(bearerRefusal(header) == core::ErrorCode::AuthTokenInvalid);
    }

    void chain_mayChange()
    {
        const auto allow = std::make_shared<Scripted>(core::AuthDecision::Allow, somebody());
        access::Authentication authentication({}, _directory, _grants, _logger);
        CPPUNIT_ASSERT_THROW(authentication.authenticate("Bearer sgk_x", {"req_1", ""}), core::Failure);
        authentication.setChain({allow});
        CPPUNIT_ASSERT_EQUAL(std::string("usr_a"),
                             authentication.authenticate("Bearer sgk_x", {"req_1", ""}).identity.userId);
    }

    void chain_firstAllowOrDenyEndsIt()
    {
        const auto notMine = std::make_shared<Scripted>(core::AuthDecision::NotMine);
        const auto allow = std::make_shared<Scripted>(core::AuthDecision::Allow, somebody());
        const auto deny = std::make_shared<Scripted>(core::AuthDecision::Deny);
        const access::Authentication chain({notMine, allow, deny}, _directory, _grants, _logger);
        CPPUNIT_ASSERT_EQUAL(std::string("usr_a"),
                             chain.authenticate("Bearer x", {"req_1", ""}).identity.userId);
        CPPUNIT_ASSERT_EQUAL(1, notMine->asked);
        CPPUNIT_ASSERT_EQUAL(0, deny->asked);
        CPPUNIT_ASSERT(refusalOf({notMine, deny, allow}) == core::ErrorCode::AuthTokenInvalid);
        CPPUNIT_ASSERT_EQUAL(1, allow->asked);
    }

    void chain_nobodysCredentialIsInvalid()
    {
        const auto notMine = std::make_shared<Scripted>(core::AuthDecision::NotMine);
        CPPUNIT_ASSERT(refusalOf({notMine, notMine}) == core::ErrorCode::AuthTokenInvalid);
    }

    void chain_unavailableIsNoDenial()
    {
        const auto allow = std::make_shared<Scripted>(core::AuthDecision::Allow, somebody());
        CPPUNIT_ASSERT(refusalOf({std::make_shared<Scripted>(core::AuthDecision::Unavailable), allow}) ==
                       core::ErrorCode::AuthUnavailable);
        CPPUNIT_ASSERT_EQUAL(0, allow->asked);
    }

    void chain_allowWithoutAnIdentityLetsNobodyIn()
    {
        CPPUNIT_ASSERT(refusalOf({std::make_shared<Scripted>(core::AuthDecision::Allow)}) ==
                       core::ErrorCode::AuthUnavailable);
        core::Identity homeless = somebody();
        homeless.tenantId.clear();
        CPPUNIT_ASSERT(refusalOf({std::make_shared<Scripted>(core::AuthDecision::Allow, homeless)}) ==
                       core::ErrorCode::AuthUnavailable);
    }

    void chain_expiredIdentityIsInvalid()
    {
        core::Identity expired = somebody();
        expired.expiresAtMicros = core::nowMicros() - 1;
        CPPUNIT_ASSERT(refusalOf({std::make_shared<Scripted>(core::AuthDecision::Allow, expired)}) ==
                       core::ErrorCode::AuthTokenInvalid);
    }

    void chain_emptyLetsNobodyIn() { CPPUNIT_ASSERT(refusalOf({}) == core::ErrorCode::AuthTokenInvalid); }

    void tenant_suspendedIsNotEnabled()
    {
        _repository.suspended.insert("tnt_a");
        CPPUNIT_ASSERT(refusalOf({std::make_shared<Scripted>(core::AuthDecision::Allow, somebody())}) ==
                       core::ErrorCode::ModuleNotEnabled);
    }

    void tenant_storeThatDoesNotAnswerFailsClosed()
    {
        _repository.broken = true;
        CPPUNIT_ASSERT(refusalOf({std::make_shared<Scripted>(core::AuthDecision::Allow, somebody())}) ==
                       core::ErrorCode::AuthUnavailable);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestAuthentication);

}  // namespace
