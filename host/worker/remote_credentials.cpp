#include "worker/remote_credentials.hpp"

#include "core/failure.hpp"
#include "pluginhost/principal_table.hpp"
#include "pluginhost/wire/abi_fields.hpp"
#include "worker/lane.hpp"

namespace scaispeak::worker {

using namespace pluginhost;

namespace {

[[noreturn]] void unavailable(const char* why)
{
    throw core::Failure(core::ErrorCode::StorageUnavailable, why);
}

}  // namespace

std::optional<core::Identity> RemoteCredentials::lookup(const core::Sha256& hash)
{
    Lane* lane = Lane::current();
    if (lane == nullptr) unavailable("keys are looked up on the thread that the plugin was called on");
    FieldWriter question;
    question(Question::LookUpCredential, scs_bytes{hash.data(), hash.size()});
    Channel& channel = lane->channel();
    if (channel.send(FrameKind::Ask, question.bytes()) != Channel::Outcome::Done)
        unavailable("the host does not answer");
    Frame frame;
    Channel::Outcome outcome = Channel::Outcome::Later;
    while (outcome == Channel::Outcome::Later)
        outcome = channel.receive(frame);
    if (outcome != Channel::Outcome::Done || frame.kind != FrameKind::Answer)
        unavailable("the host does not answer");
    FieldReader reader(frame.payload);
    const auto status = reader.take<scs_status>();
    if (status == SCS_NOT_FOUND) return std::nullopt;
    if (status != SCS_OK) unavailable("the host could not look the key up");
    const auto principal = readStruct<scs_principal>(reader);
    auto identity = readPrincipal(&principal);
    if (reader.failed() || !identity) unavailable("the host's answer is no principal");
    return identity;
}

}  // namespace scaispeak::worker
