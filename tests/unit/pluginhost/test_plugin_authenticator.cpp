#include "fake_plugin.hpp"
#include "pluginhost/plugin_authenticator.hpp"
#include "pluginhost/principal_table.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <chrono>
#include <vector>

namespace {

using namespace scaispeak;
using namespace scaispeak::pluginhost;
using core::AuthDecision;

class TestPluginAuthenticator : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPluginAuthenticator);
    CPPUNIT_TEST(allow_withOnePrincipalIsAllow);
    CPPUNIT_TEST(allow_withoutAPrincipalIsUnavailable);
    CPPUNIT_TEST(allow_withTwoPrincipalsIsUnavailable);
    CPPUNIT_TEST(allow_withABadPrincipalIsUnavailable);
    CPPUNIT_TEST(allow_withAFailureIsUnavailable);
    CPPUNIT_TEST(allow_ofWhatHasExpiredIsDeny);
    CPPUNIT_TEST(decision_othersAreTakenAsTheyAre);
    CPPUNIT_TEST(decision_unknownIsUnavailable);
    CPPUNIT_TEST(decision_notMineWithAPrincipalIsUnavailable);
    CPPUNIT_TEST(exception_isUnavailable);
    CPPUNIT_TEST(credential_thatIsNoneNeverReachesThePlugin);
    CPPUNIT_TEST(credential_isNeverInTheMessage);
    CPPUNIT_TEST(principal_survivesTheWayThereAndBack);
    CPPUNIT_TEST(closedInstance_isUnavailable);
    CPPUNIT_TEST_SUITE_END();

    fakes::Host _host;
    fakes::Plugin _plugin;

    static scs_principal principal()
    {
        scs_principal principal = {};
        principal.struct_size = sizeof principal;
        principal.kind = SCS_CREDENTIAL_API_KEY;
        principal.tenant_id = SCS_LITERAL("t1");
        principal.user_id = SCS_LITERAL("u1");
        return principal;
    }

    /// What the host makes of a plugin that emits these, sets this decision and returns this status.
    core::AuthResult ask(std::int32_t decision, std::vector<scs_principal> principals,
                         scs_status status = SCS_OK)
    {
        _plugin.authenticate = [=](const scs_call*, scs_str, scs_emit_principal emit, void* context,
                                   std::int32_t* out, scs_error*) {
            for (const auto& item : principals)
                emit(context, &item);
            *out = decision;
            return status;
        };
        return PluginAuthenticator(_plugin.instance(_host)).authenticate("sgk_secret", {"req_1", ""});
    }

    void allow_withOnePrincipalIsAllow()
    {
        const core::AuthResult result = ask(SCS_AUTH_ALLOW, {principal()});
        CPPUNIT_ASSERT(result.decision == AuthDecision::Allow && result.identity);
        CPPUNIT_ASSERT(result.identity->tenantId == "t1" && result.identity->userId == "u1");
        CPPUNIT_ASSERT(!result.identity->platformIssuer && result.identity->expiresAtMicros == 0);
    }

    void unavailable(const core::AuthResult& result)
    {
        CPPUNIT_ASSERT(result.decision == AuthDecision::Unavailable);
        CPPUNIT_ASSERT(!result.identity);
    }

    void allow_withoutAPrincipalIsUnavailable() { unavailable(ask(SCS_AUTH_ALLOW, {})); }
    void allow_withTwoPrincipalsIsUnavailable()
    {
        unavailable(ask(SCS_AUTH_ALLOW, {principal(), principal()}));
    }

    void allow_withABadPrincipalIsUnavailable()
    {
        const auto bad = [this](auto change) {
            scs_principal changed = principal();
            change(changed);
            unavailable(ask(SCS_AUTH_ALLOW, {changed}));
        };
        static const std::string longText(300, 'x');
        static const scs_str nameless = {};
        bad([](scs_principal& p) { p.struct_size = 16; });
        bad([](scs_principal& p) { p.kind = 0; });
        bad([](scs_principal& p) { p.tenant_id = {}; });
        bad([](scs_principal& p) { p.user_id = {}; });
        bad([](scs_principal& p) { p.user_id = {nullptr, 3}; });
        bad([](scs_principal& p) { p.user_id = {"\xff", 1}; });
        bad([](scs_principal& p) { p.user_id = {"a\nb", 3}; });
        bad([](scs_principal& p) { p.user_id = {longText.data(), longText.size()}; });
        bad([](scs_principal& p) { p.role_count = 1; });
        bad([](scs_principal& p) { p.roles = &nameless, p.role_count = 1; });
        bad([](scs_principal& p) { p.permissions = &nameless, p.permission_count = 1'000'000; });
        bad([](scs_principal& p) { p.platform_issuer = 2; });
        bad([](scs_principal& p) { p.expires_unix_ns = -1; });
    }

    void allow_withAFailureIsUnavailable()
    {
        for (const scs_status status : {SCS_CANCELLED, SCS_INTERNAL, SCS_UNAVAILABLE, -5})
            unavailable(ask(SCS_AUTH_ALLOW, {principal()}, status));
    }

    void allow_ofWhatHasExpiredIsDeny()
    {
        scs_principal expired = principal();
        expired.expires_unix_ns = 1;
        CPPUNIT_ASSERT(ask(SCS_AUTH_ALLOW, {expired}).decision == AuthDecision::Deny);
        const auto later = std::chrono::system_clock::now().time_since_epoch() + std::chrono::hours(1);
        expired.expires_unix_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(later).count();
        CPPUNIT_ASSERT(ask(SCS_AUTH_ALLOW, {expired}).decision == AuthDecision::Allow);
    }

    void decision_othersAreTakenAsTheyAre()
    {
        CPPUNIT_ASSERT(ask(SCS_AUTH_DENY, {}).decision == AuthDecision::Deny);
        CPPUNIT_ASSERT(ask(SCS_AUTH_NOT_MINE, {}).decision == AuthDecision::NotMine);
        CPPUNIT_ASSERT(ask(SCS_AUTH_UNAVAILABLE, {}).decision == AuthDecision::Unavailable);
        const core::AuthResult denied = ask(SCS_AUTH_DENY, {principal()});
        CPPUNIT_ASSERT(denied.decision == AuthDecision::Deny && !denied.identity);
    }

    void decision_unknownIsUnavailable()
    {
        for (const std::int32_t decision : {-1, 4, 1'000})
            unavailable(ask(decision, {principal()}));
    }

    void decision_notMineWithAPrincipalIsUnavailable() { unavailable(ask(SCS_AUTH_NOT_MINE, {principal()})); }

    void exception_isUnavailable()
    {
        _plugin.authenticate = [](auto...) -> scs_status { throw std::runtime_error("inside"); };
        unavailable(PluginAuthenticator(_plugin.instance(_host)).authenticate("sgk_secret", {}));
        CPPUNIT_ASSERT(_host.logger.has("fault=exception"));
    }

    void credential_thatIsNoneNeverReachesThePlugin()
    {
        int asked = 0;
        _plugin.authenticate = [&](auto...) {
            ++asked;
            return SCS_OK;
        };
        PluginAuthenticator authenticator(_plugin.instance(_host));
        for (const std::string& credential :
             {std::string(), std::string("a b"), std::string("\xc3\xa9"), std::string(8'193, 'a')})
            CPPUNIT_ASSERT(authenticator.authenticate(credential, {}).decision == AuthDecision::Deny);
        CPPUNIT_ASSERT_EQUAL(0, asked);
        authenticator.authenticate(std::string(8'192, 'a'), {});
        CPPUNIT_ASSERT_EQUAL(1, asked);
    }

    void credential_isNeverInTheMessage()
    {
        CPPUNIT_ASSERT(ask(77, {}).message.find("sgk_secret") == std::string::npos);
        CPPUNIT_ASSERT(!_host.logger.has("sgk_secret"));
    }

    void principal_survivesTheWayThereAndBack()
    {
        core::Identity identity;
        identity.kind = core::CredentialKind::Jwt;
        identity.credentialId = "key_1";
        identity.tenantId = "t1";
        identity.userId = "u1";
        identity.roles = {"user", "admin"};
        identity.permissions = {"speak"};
        identity.platformIssuer = true;
        identity.expiresAtMicros = 1'769'860'800'123'456;
        const auto back = readPrincipal(PrincipalTable(identity).get());
        CPPUNIT_ASSERT(back && back->kind == identity.kind && back->credentialId == "key_1" &&
                       back->roles == identity.roles);
        CPPUNIT_ASSERT(back->permissions == identity.permissions && back->platformIssuer);
        CPPUNIT_ASSERT_EQUAL(identity.expiresAtMicros, back->expiresAtMicros);
    }

    void closedInstance_isUnavailable()
    {
        _plugin.authenticate = [](auto...) { return SCS_OK; };
        const auto instance = _plugin.instance(_host);
        PluginAuthenticator authenticator(instance);
        instance->close();
        unavailable(authenticator.authenticate("sgk_secret", {}));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPluginAuthenticator);

}  // namespace
