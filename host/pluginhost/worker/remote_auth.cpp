#include "pluginhost/worker/remote_list.hpp"
#include "pluginhost/worker/remote_tables.hpp"

namespace scaispeak::pluginhost {

namespace {

/// The principal of an authenticate call, in whose middle the worker may ask who holds a key.
class Authentication : public RemoteList<scs_principal>
{
public:
    Authentication(const scs_host& host, const scs_call* call, scs_emit_principal emit, void* context)
        : RemoteList(emit, context), _host(host), _call(call)
    {}

    void answer(Question question, FieldReader& reader, FieldWriter& answer) override
    {
        if (question != Question::LookUpCredential) return RemoteListener::answer(question, reader, answer);
        const auto hash = reader.take<scs_bytes>();
        const auto* extension = static_cast<const scs_host_credentials*>(
            _host.get_extension(_host.ctx, SCS_LITERAL(SCS_HOST_CREDENTIALS_1)));
        FieldWriter found;
        scs_status status = SCS_UNSUPPORTED;
        if (extension != nullptr)
            status = extension->lookup(_host.ctx, _call, hash, &writePrincipal, &found, nullptr);
        answer(status);
        answer.rest(found.bytes().data(), found.bytes().size());
    }

private:
    static scs_status writePrincipal(void* writer, const scs_principal* principal)
    {
        writeStruct(*static_cast<FieldWriter*>(writer), principal);
        return SCS_OK;
    }

    const scs_host& _host;
    const scs_call* _call;
};

scs_status authenticate(void* instance, const scs_call* call, scs_str credential, scs_emit_principal emit,
                        void* context, std::int32_t* decision, scs_error* error)
{
    RemoteInstance& remoteInstance = RemoteInstance::of(instance);
    RemoteCall remote(remoteInstance, call, Function::Authenticate);
    remote.arguments()(credential);
    Authentication authentication(remoteInstance.host(), call, emit, context);
    const scs_status status = remote.run(authentication, error);
    if (status != SCS_OK) return status;
    remote.results()(*decision);
    return remote.results().failed() ? SCS_CORRUPT : SCS_OK;
}

scs_status exchange(void* instance, const scs_call* call, scs_str token, scs_str audience, scs_str scope,
                    scs_emit_token emit, void* context, scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::Exchange);
    remote.arguments()(token, audience, scope);
    RemoteList<scs_exchanged_token> list(emit, context);
    return remote.run(list, error);
}

}  // namespace

const scs_auth& remoteAuth()
{
    static constexpr scs_auth table{sizeof(scs_auth), 0, &authenticate};
    return table;
}

const scs_token_exchange& remoteTokenExchange()
{
    static constexpr scs_token_exchange table{sizeof(scs_token_exchange), 0, &exchange};
    return table;
}

}  // namespace scaispeak::pluginhost
