#include "check_lists.hpp"
#include "destination.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>

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
    const scs_destination* table = &destinationOf(subject);
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

// Where nobody but this run has something: nothing can be removed from a destination.
std::string freeName(const char* what)
{
    return "scaispeak-plugin-check-" + std::to_string(::getpid()) + "-" +
           std::to_string(std::chrono::system_clock::now().time_since_epoch().count()) + "-" + what + ".bin";
}

std::string bodyOf(unsigned step)
{
    std::string bytes(100'003, '\0');
    for (std::size_t at = 0; at < bytes.size(); ++at)
        bytes[at] = static_cast<char>((at * step) & 0xFFU);
    return bytes;
}

std::string writableShare(Destination& destination)
{
    const auto shares = destination.shares();
    const auto found = std::ranges::find_if(shares, [](const auto& share) { return share.role != "reader"; });
    if (found == shares.end()) throw Unmet("the token's owner has no share to write to");
    return found->id;
}

bool holds(Destination& destination, const std::string& share, const std::string& name)
{
    return std::ranges::count(destination.namesIn(share), name) == 1;
}

void mustPut(Destination& destination, const std::string& share, const std::string& name,
             const std::string& body, bool overwrite)
{
    const std::size_t before = destination.stored().size();
    const scs_status status = destination.put(share, name, body, overwrite);
    require(status == SCS_OK,
            "put failed with status " + std::to_string(status) + ", \"" + destination.error() + "\"");
    require(destination.stored().size() == before + 1, "put does not emit the one file it stored");
    const FileFacts& file = destination.stored().back();
    require(!file.id.empty() && file.name == name && file.size == body.size(),
            "put emits another file than it was given: id, name and size are those of what was stored");
}

std::string shares(Subject& subject)
{
    Destination destination(subject);
    const auto found = destination.shares();
    require(!found.empty(), "lists no share for the token of its .check.json");
    for (const ShareFacts& share : found)
        require(!share.id.empty(), "a share has no id");
    destination.namesIn(found.front().id);
    require(destination.children("no-such-share-0123456789") != SCS_OK, "lists a share that there is not");
    require(!destination.error().empty(), "refuses without a text: fill the error with error_set");
    require(destination.prepare("no-such-share-0123456789", freeName("nowhere")) != SCS_OK,
            "prepares a place in a share that there is not");
    return std::to_string(found.size()) + " shares";
}

std::string putAndFetch(Subject& subject)
{
    Destination destination(subject);
    const std::string share = writableShare(destination);
    const std::string name = freeName("whole");
    const std::string body = bodyOf(7);
    require(destination.prepare(share, name) == SCS_OK,
            "prepare refuses a free name: " + destination.error());
    require(!holds(destination, share, name), "prepare changes the share: it is to look only");
    mustPut(destination, share, name, body, false);
    require(holds(destination, share, name), "what was put is not among the share's children");
    if (!destination.canFetch()) return "cannot be read";
    const std::string id = destination.stored().back().id;
    std::string fetched;
    require(destination.fetch(id, fetched) == SCS_OK, "fetch fails: " + destination.error());
    require(fetched == body, "what is fetched is not what was put in pieces");
    std::string part;
    require(destination.fetch(id, part, 1) != SCS_OK, "fetch says SCS_OK though its reader had said stop");
    return {};
}

std::string brokenBody(Subject& subject)
{
    Destination destination(subject);
    const std::string share = writableShare(destination);
    const std::string name = freeName("half");
    require(destination.put(share, name, bodyOf(3), false, 50'000) != SCS_OK,
            "put says SCS_OK for a body that broke off");
    require(!holds(destination, share, name), "a body that broke off leaves a file behind");
    return {};
}

std::string siblings(Subject& subject)
{
    Destination destination(subject);
    const std::string share = writableShare(destination);
    const std::string name = freeName("twice");
    mustPut(destination, share, name, bodyOf(3), false);
    require(destination.prepare(share, name) == SCS_CONFLICT,
            "prepare does not say SCS_CONFLICT for a name that is taken");
    require(destination.put(share, name, "other", false) == SCS_CONFLICT,
            "put does not say SCS_CONFLICT for a name that is taken");
    require(destination.prepare(share, name, true) == SCS_OK,
            "prepare refuses to overwrite: " + destination.error());
    mustPut(destination, share, name, "new", true);
    std::string fetched;
    if (destination.canFetch()) destination.fetch(destination.stored().back().id, fetched);
    require(!destination.canFetch() || fetched == "new", "what overwrote is not what is fetched");
    require(holds(destination, share, name), "overwriting leaves no file, or two, of that name");
    return {};
}

}  // namespace

Checks destinationChecks()
{
    return {
        {"destination-token", 2, 15, "Nothing is had with a token that nobody gave out.", badToken},
        {"destination-shares", 2, 15, "Its shares are listed, and no others.", shares},
        {"destination-put", 2, 20,
         "What is put in pieces is listed and fetched whole; prepare changes nothing.", putAndFetch},
        {"destination-broken", 2, 20, "A body that breaks off leaves nothing.", brokenBody},
        {"destination-siblings", 2, 20, "A name that is taken is a conflict, unless it is to be overwritten.",
         siblings},
    };
}

}  // namespace scaispeak::check
