#include "pluginhost/worker/remote_list.hpp"
#include "pluginhost/worker/remote_tables.hpp"

#include <algorithm>

namespace scaispeak::pluginhost {

namespace {

/// What an upload became, and the body that the worker asks for.
class Upload : public RemoteList<scs_stored_file>
{
public:
    Upload(scs_body_read read, void* body, scs_emit_stored_file emit, void* context)
        : RemoteList(emit, context), _read(read), _body(body)
    {}

    void answer(Question question, FieldReader& reader, FieldWriter& answer) override
    {
        if (question != Question::ReadBody) return RemoteListener::answer(question, reader, answer);
        std::vector<std::uint8_t> piece(std::min<std::uint64_t>(reader.take<std::uint64_t>(), pieceSize));
        std::uint64_t size = 0;
        const scs_status status = _read(_body, piece.data(), piece.size(), &size);
        answer(status);
        answer.rest(piece.data(), std::min<std::uint64_t>(size, piece.size()));
    }

private:
    scs_body_read _read;
    void* _body;
};

class Download : public RemoteListener
{
public:
    Download(scs_body_write write, void* body) : _write(write), _body(body) {}

    scs_status take(FrameKind kind, FieldReader& reader) override
    {
        if (kind != FrameKind::Write) return SCS_CLOSED;
        const auto bytes = reader.rest();
        _passedOn = true;
        return _write(_body, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    }
    bool passedOn() const override { return _passedOn; }

private:
    scs_body_write _write;
    void* _body;
    bool _passedOn = false;
};

scs_status listShares(void* instance, const scs_call* call, scs_str token, scs_emit_share emit, void* context,
                      scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::ListShares);
    remote.arguments()(token);
    RemoteList<scs_share> list(emit, context);
    return remote.run(list, error);
}

scs_status listChildren(void* instance, const scs_call* call, scs_str token, scs_str share, scs_str folder,
                        scs_emit_child emit, void* context, scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::ListChildren);
    remote.arguments()(token, share, folder);
    RemoteList<scs_child> list(emit, context);
    return remote.run(list, error);
}

scs_status prepare(void* instance, const scs_call* call, scs_str token, const scs_target* target,
                   scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::Prepare);
    remote.arguments()(token);
    writeStruct(remote.arguments(), target);
    return remote.run(error);
}

scs_status put(void* instance, const scs_call* call, scs_str token, const scs_target* target,
               scs_body_read read, void* body, scs_emit_stored_file emit, void* context, scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::Put);
    remote.arguments()(token);
    writeStruct(remote.arguments(), target);
    Upload upload(read, body, emit, context);
    return remote.run(upload, error);
}

scs_status fetch(void* instance, const scs_call* call, scs_str token, const scs_source* source,
                 scs_body_write write, void* body, scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::Fetch);
    remote.arguments()(token);
    writeStruct(remote.arguments(), source);
    Download download(write, body);
    return remote.run(download, error);
}

}  // namespace

const scs_destination& remoteDestination()
{
    static constexpr scs_destination table{
        sizeof(scs_destination), 0, &listShares, &listChildren, &prepare, &put, &fetch};
    return table;
}

}  // namespace scaispeak::pluginhost
