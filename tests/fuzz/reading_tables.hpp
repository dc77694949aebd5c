#pragma once

#include "pluginhost/loader/interfaces.hpp"

#include <array>
#include <cstdint>

/// The tables of a plugin of every kind that reads every byte it is given, and believes none of it.
namespace reading {

inline std::uint64_t sum = 0;

inline void look(const void* data, std::uint64_t size)
{
    for (std::uint64_t index = 0; index < size; ++index)
        sum += static_cast<const unsigned char*>(data)[index];
}
inline void look(scs_str text)
{
    look(text.data, text.size);
}
inline void look(const scs_target* target)
{
    for (const scs_str text : {target->share_id, target->folder_id, target->filename, target->media_type})
        look(text);
}
inline void look(const scs_source* source)
{
    for (const scs_str text : {source->file_id, source->mcp_uri, source->share_url})
        look(text);
}
inline void look(const scs_clip* clip)
{
    look(clip->text);
}
inline void look(const scs_session_offer* offer)
{
    look(offer->session_id);
    look(offer->sdp);
}
/// Handles, functions to call and places for results: the first come from the host and are not followed.
template <class Other>
void look(const Other&)
{}

/// Any function of a table.
template <class... Arguments>
scs_status read(Arguments... arguments)
{
    (look(arguments), ...);
    return SCS_OK;
}
template <class... Arguments>
void readQuietly(Arguments... arguments)
{
    (look(arguments), ...);
}

inline scs_status speak(void*, const scs_call*, const scs_synthesis_request* request,
                        const scs_audio_sink* sink, scs_synthesis_result*, scs_error*)
{
    for (const scs_str text : {request->text, request->language, request->engine_voice,
                               request->design_prompt, request->instructions})
        look(text);
    for (std::uint64_t index = 0; index < request->accept_count; ++index)
        sum += static_cast<std::uint32_t>(request->accept[index]);
    std::array<std::uint8_t, 64> bytes{};
    if (request->reference != nullptr) {
        std::uint64_t size = 0;
        look(request->reference->transcript);
        return request->reference->read(request->reference->ctx, 0, bytes.data(), bytes.size(), &size);
    }
    const scs_status begun = sink->begin(sink->ctx, SCS_ENCODING_PCM_S16, 24'000, 1);
    return begun == SCS_OK ? sink->write(sink->ctx, bytes.data(), bytes.size()) : begun;
}

inline scs_status evict(void*, const scs_call*, scs_bytes key, const scs_str* nodes, std::uint64_t count,
                        scs_emit_evict_outcome, void*, scs_error*)
{
    look(key.data, key.size);
    for (std::uint64_t index = 0; index < count; ++index)
        look(nodes[index]);
    return SCS_OK;
}

inline scs_status writeObject(void*, const scs_call*, void*, const std::uint8_t* data, std::uint64_t size,
                              scs_error*)
{
    look(data, size);
    return SCS_OK;
}

inline scs_status put(void*, const scs_call*, scs_str token, const scs_target* target, scs_body_read body,
                      void* context, scs_emit_stored_file, void*, scs_error*)
{
    look(token);
    look(target);
    std::array<std::uint8_t, 64> bytes{};
    std::uint64_t size = 0;
    const scs_status status = body(context, bytes.data(), bytes.size(), &size);
    if (status == SCS_OK) look(bytes.data(), size);
    return status;
}

inline scs_status push(void*, const scs_call*, void*, const float* samples, std::uint64_t frames, scs_error*)
{
    for (std::uint64_t index = 0; index < frames; ++index)
        sum += samples[index] > 0 ? 1 : 0;
    return SCS_OK;
}

inline scs_status authenticate(void*, const scs_call*, scs_str credential, scs_emit_principal, void*,
                               std::int32_t* decision, scs_error*)
{
    look(credential);
    *decision = SCS_AUTH_DENY;
    return SCS_OK;
}

inline scaispeak::pluginhost::Interfaces tables()
{
    scaispeak::pluginhost::Interfaces all;
    all.backend = scs_backend{sizeof(scs_backend), 0, read, read, speak, readQuietly, nullptr};
    all.backendNodes = scs_backend_nodes{sizeof(scs_backend_nodes), 0, read, evict};
    all.objects = scs_objects{sizeof(scs_objects), 0,    read, writeObject, read, readQuietly, read, read,
                              readQuietly,         read, read, read};
    all.destination = scs_destination{sizeof(scs_destination), 0, read, read, read, put, read};
    all.auth = scs_auth{sizeof(scs_auth), 0, authenticate};
    all.tokenExchange = scs_token_exchange{sizeof(scs_token_exchange), 0, read};
    all.preflight = scs_preflight{sizeof(scs_preflight), 0, read, push, read, read, readQuietly};
    all.transport = scs_transport{sizeof(scs_transport), 0, read, read, read, readQuietly, readQuietly};
    return all;
}

}  // namespace reading
