#include "destination.hpp"

#include <algorithm>

namespace scaispeak::check {

namespace {

constexpr std::size_t oddPiece = 613;

scs_status takeShare(void* into, const scs_share* share)
{
    static_cast<std::vector<ShareFacts>*>(into)->push_back(
        {testing::text(share->id), testing::text(share->role)});
    return SCS_OK;
}

scs_status takeChild(void* into, const scs_child* child)
{
    static_cast<std::vector<std::string>*>(into)->push_back(testing::text(child->name));
    return SCS_OK;
}

scs_status takeStored(void* into, const scs_stored_file* file)
{
    static_cast<std::vector<FileFacts>*>(into)->push_back(
        {testing::text(file->file_id), testing::text(file->name), file->size});
    return SCS_OK;
}

struct Body
{
    const std::string& bytes;
    std::size_t failAfter;
    std::size_t at = 0;
};

scs_status giveBody(void* of, std::uint8_t* data, std::uint64_t capacity, std::uint64_t* size)
{
    auto& body = *static_cast<Body*>(of);
    *size = 0;
    if (body.at >= body.failAfter) return SCS_CANCELLED;
    *size = std::min<std::uint64_t>({capacity, oddPiece, body.bytes.size() - body.at});
    std::copy_n(body.bytes.data() + body.at, *size, data);
    body.at += *size;
    return SCS_OK;
}

struct Taken
{
    std::string& into;
    std::size_t most;
    bool stopped = false;
    bool deaf = false;
};

scs_status takeBody(void* into, const std::uint8_t* data, std::uint64_t size)
{
    auto& taken = *static_cast<Taken*>(into);
    taken.deaf |= taken.stopped;
    taken.into.append(reinterpret_cast<const char*>(data), size);
    taken.stopped = taken.into.size() >= taken.most;
    return taken.stopped ? SCS_CANCELLED : SCS_OK;
}

scs_target targetOf(const std::string& share, const std::string& name, std::uint64_t size, bool overwrite)
{
    scs_target target{};
    target.struct_size = sizeof target;
    target.overwrite = overwrite ? 1 : 0;
    target.share_id = testing::raw(share);
    target.filename = testing::raw(name);
    target.media_type = SCS_LITERAL("application/octet-stream");
    target.size = size;
    return target;
}

std::string tokenOf(Subject& subject)
{
    const std::string token = subject.token();
    if (token.empty())
        throw Unmet("needs a token that the destination accepts: put \"token\" into " + subject.id() +
                    ".check.json beside the plugin");
    return token;
}

}  // namespace

const scs_destination& destinationOf(Subject& subject)
{
    const auto& table = subject.plugin().interfaces.destination;
    if (!table) throw NotOffered("is no destination");
    return *table;
}

Destination::Destination(Subject& subject)
    : _table(destinationOf(subject)), _token(tokenOf(subject)), _instance(subject)
{}

std::vector<ShareFacts> Destination::shares()
{
    std::vector<ShareFacts> found;
    const scs_status status = _table.list_shares(_instance.get(), _call.raw(), testing::raw(_token),
                                                 &takeShare, &found, _error.raw());
    require(status == SCS_OK,
            "list_shares failed with status " + std::to_string(status) + ", \"" + error() + "\"");
    return found;
}

std::vector<std::string> Destination::namesIn(const std::string& share)
{
    std::vector<std::string> names;
    const scs_status status = _table.list_children(_instance.get(), _call.raw(), testing::raw(_token),
                                                   testing::raw(share), {}, &takeChild, &names, _error.raw());
    require(status == SCS_OK,
            "list_children failed with status " + std::to_string(status) + ", \"" + error() + "\"");
    return names;
}

scs_status Destination::children(const std::string& share)
{
    std::vector<std::string> names;
    _error = {};
    return _table.list_children(_instance.get(), _call.raw(), testing::raw(_token), testing::raw(share), {},
                                &takeChild, &names, _error.raw());
}

scs_status Destination::prepare(const std::string& share, const std::string& name, bool overwrite)
{
    const scs_target target = targetOf(share, name, UINT64_MAX, overwrite);
    _error = {};
    return _table.prepare(_instance.get(), _call.raw(), testing::raw(_token), &target, _error.raw());
}

scs_status Destination::put(const std::string& share, const std::string& name, const std::string& body,
                            bool overwrite, std::size_t failAfter)
{
    const scs_target target = targetOf(share, name, body.size(), overwrite);
    Body reading{body, failAfter};
    _error = {};
    return _table.put(_instance.get(), _call.raw(), testing::raw(_token), &target, &giveBody, &reading,
                      &takeStored, &_stored, _error.raw());
}

scs_status Destination::fetch(const std::string& fileId, std::string& into, std::size_t most)
{
    scs_source source{};
    source.struct_size = sizeof source;
    source.file_id = testing::raw(fileId);
    Taken taken{into, most};
    _error = {};
    const scs_status status = _table.fetch(_instance.get(), _call.raw(), testing::raw(_token), &source,
                                           &takeBody, &taken, _error.raw());
    require(!taken.deaf, "fetch writes on after the reader had said stop");
    return status;
}

}  // namespace scaispeak::check
