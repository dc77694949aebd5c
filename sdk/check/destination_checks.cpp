#include "check_lists.hpp"
#include "subject.hpp"

#include <scaispeak/storage.h>

namespace scaispeak::check {

namespace {

scs_status countShare(void* into, const scs_share*)
{
    ++*static_cast<int*>(into);
    return SCS_OK;
}

// Whether or not its service can be reached: nothing may be had with a token that nobody gave out.
std::string badToken(Subject& subject)
{
    const auto& table = subject.plugin().interfaces.destination;
    if (!table) throw NotOffered("is no destination");
    Instance instance(subject);
    const CallControl call;
    testing::CapturedError error;
    const scs_str token = SCS_LITERAL("no-token-of-anybody-0123456789");
    int shares = 0;
    require(
        table->list_shares(instance.get(), call.raw(), token, &countShare, &shares, error.raw()) != SCS_OK ||
            shares == 0,
        "lists shares for a token that nobody gave out");
    scs_target target{};
    target.struct_size = sizeof target;
    target.share_id = SCS_LITERAL("share");
    target.filename = SCS_LITERAL("check.wav");
    target.media_type = SCS_LITERAL("audio/wav");
    target.size = 4;
    require(table->prepare(instance.get(), call.raw(), token, &target, error.raw()) != SCS_OK,
            "prepares a place for a token that nobody gave out");
    const std::string said = error.publicMessage + error.internalMessage;
    require(!said.empty(), "refuses without a text: fill the error with error_set");
    require(said.find("no-token-of-anybody") == std::string::npos, "the token stands in an error's text");
    for (const std::string& line : instance.host().lines())
        require(line.find("no-token-of-anybody") == std::string::npos, "the token stands in a log line");
    return {};
}

}  // namespace

Checks destinationChecks()
{
    return {{"destination-token", 2, 15, "Nothing is had with a token that nobody gave out.", badToken}};
}

}  // namespace scaispeak::check
