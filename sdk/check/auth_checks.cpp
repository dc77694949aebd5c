#include "check_lists.hpp"
#include "subject.hpp"

#include <random>

namespace scaispeak::check {

namespace {

const scs_auth& authOf(Subject& subject)
{
    const auto& table = subject.plugin().interfaces.auth;
    if (!table) throw NotOffered("authenticates nobody");
    return *table;
}

scs_status count(void* into, const scs_principal*)
{
    ++*static_cast<int*>(into);
    return SCS_OK;
}

// Nobody gave out any of these.
std::vector<std::string> garbage(std::uint64_t seed)
{
    std::vector<std::string> all = {"a",
                                    "sgk_",
                                    "sgk_" + std::string(40, 'x'),
                                    std::string(8192, 'A'),
                                    "Bearer x",
                                    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsInJvbGUiOiJzdXBlcl9hZG1pbiJ9.",
                                    "..",
                                    "eyJhbGciOiJub25lIn0..",
                                    "' OR '1'='1",
                                    "sgk_%00%00",
                                    "null",
                                    "{}",
                                    "../../etc/passwd"};
    std::mt19937_64 random(seed);
    for (int round = 0; round < 300; ++round) {
        std::string one = round % 3 == 0 ? "sgk_" : "";
        for (std::uint64_t left = 1 + random() % 80; left > 0; --left)
            one += static_cast<char>(33 + random() % 94);
        all.push_back(one);
    }
    return all;
}

std::string neverAllows(Subject& subject)
{
    const scs_auth& auth = authOf(subject);
    Instance instance(subject);
    for (const std::string& credential : garbage(subject.seed())) {
        const CallControl call;
        testing::CapturedError error;
        int principals = 0;
        std::int32_t decision = SCS_AUTH_DENY;
        auth.authenticate(instance.get(), call.raw(), testing::raw(credential), &count, &principals,
                          &decision, error.raw());
        const std::string which = " a credential of " + std::to_string(credential.size()) +
                                  " bytes that nobody gave out; seed " + std::to_string(subject.seed());
        require(decision != SCS_AUTH_ALLOW, "allows" + which);
        require(principals == 0, "emits a principal for" + which);
        require(decision >= SCS_AUTH_DENY && decision <= SCS_AUTH_ALLOW,
                "decides " + std::to_string(decision) + ", which is no decision, for" + which);
    }
    return {};
}

std::string keepsSecrets(Subject& subject)
{
    const scs_auth& auth = authOf(subject);
    Instance instance(subject);
    for (const std::string secret :
         {"sgk_thisIsASecretOf32Characters_AndMore", "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0.c2VjcmV0"}) {
        const CallControl call;
        testing::CapturedError error;
        int principals = 0;
        std::int32_t decision = SCS_AUTH_DENY;
        auth.authenticate(instance.get(), call.raw(), testing::raw(secret), &count, &principals, &decision,
                          error.raw());
        require((error.publicMessage + error.internalMessage).find(secret) == std::string::npos,
                "the credential stands in an error's text");
        for (const std::string& line : instance.host().lines())
            require(line.find(secret) == std::string::npos, "the credential stands in a log line");
    }
    return {};
}

}  // namespace

Checks authChecks()
{
    return {
        {"auth-garbage", 2, 10, "Nobody is let in by a credential that was never given out.", neverAllows},
        {"auth-discreet", 2, 10, "No credential stands in a log line or an error.", keepsSecrets},
    };
}

}  // namespace scaispeak::check
