#pragma once

#include "pluginhost/loader/abi_struct.hpp"
#include "pluginhost/wire/field_reader.hpp"
#include "pluginhost/wire/field_writer.hpp"

#include <scaispeak/host_extensions.h>
#include <scaispeak/scaispeak.h>

namespace scaispeak::pluginhost {

// One description of each struct's members, for both directions: Archive is FieldWriter or FieldReader.

template <class Archive>
void fields(Archive& archive, scs_engine& it)
{
    archive(it.features, it.name, it.version);
    archive.list(it.languages, it.language_count);
    archive.list(it.sample_rates, it.sample_rate_count);
    archive(it.max_chars, it.max_concurrency);
}

template <class Archive>
void fields(Archive& archive, scs_voice& it)
{
    archive(it.gender, it.name, it.display_name, it.description, it.language);
    archive.list(it.languages, it.language_count);
    archive(it.age);
    archive.list(it.style_tags, it.style_tag_count);
}

template <class Archive>
void fields(Archive& archive, scs_reference& it)
{
    archive(it.sample_rate, it.key, it.frames, it.transcript);
}

template <class Archive>
void fields(Archive& archive, scs_synthesis_request& it)
{
    archive(it.set_fields, it.text, it.text_format, it.normalize_text, it.language, it.engine_voice,
            it.design_prompt, it.instructions, it.speed, it.cfg_value, it.warmup_trim_ns);
    archive.list(it.accept, it.accept_count);
    archive(it.preferred_sample_rate);
}

template <class Archive>
void fields(Archive& archive, scs_speech_event& it)
{
    archive(it.kind, it.text_offset, it.text_length, it.frame, it.name);
}

template <class Archive>
void fields(Archive& archive, scs_evict_outcome& it)
{
    archive(it.outcome, it.node_id, it.error);
}

template <class Archive>
void fields(Archive& archive, scs_object_info& it)
{
    archive(it.key, it.size, it.modified_unix_ns);
}

template <class Archive>
void fields(Archive& archive, scs_share& it)
{
    archive(it.id, it.name, it.type, it.role, it.quota_bytes, it.used_bytes);
}

template <class Archive>
void fields(Archive& archive, scs_child& it)
{
    archive(it.type, it.id, it.name, it.media_type, it.size, it.modified_unix_ns);
}

template <class Archive>
void fields(Archive& archive, scs_target& it)
{
    archive(it.overwrite, it.share_id, it.folder_id, it.filename, it.media_type, it.size);
}

template <class Archive>
void fields(Archive& archive, scs_source& it)
{
    archive(it.file_id, it.mcp_uri, it.share_url);
}

template <class Archive>
void fields(Archive& archive, scs_stored_file& it)
{
    archive(it.file_id, it.share_id, it.folder_id, it.name, it.path, it.size, it.version);
}

template <class Archive>
void fields(Archive& archive, scs_principal& it)
{
    archive(it.kind, it.tenant_id, it.user_id, it.credential_id);
    archive.list(it.roles, it.role_count);
    archive.list(it.permissions, it.permission_count);
    archive(it.platform_issuer, it.expires_unix_ns);
}

template <class Archive>
void fields(Archive& archive, scs_exchanged_token& it)
{
    archive(it.token, it.scope, it.expires_unix_ns);
}

template <class Archive>
void fields(Archive& archive, scs_clip& it)
{
    archive(it.kind, it.sample_rate, it.channels, it.text);
}

template <class Archive>
void fields(Archive& archive, scs_clip_figures& it)
{
    archive(it.measured, it.duration_ns, it.peak_dbfs, it.voice_activity_ratio, it.snr_db);
}

template <class Archive>
void fields(Archive& archive, scs_check& it)
{
    archive(it.passed, it.check, it.has_value, it.warning, it.value, it.threshold, it.unit, it.fail_reason,
            it.hint);
}

template <class Archive>
void fields(Archive& archive, scs_session_offer& it)
{
    archive(it.sample_rate, it.session, it.session_id, it.sdp, it.channels);
}

template <class Archive>
void fields(Archive& archive, scs_error_info& it)
{
    archive(it.reason, it.public_message, it.internal_message, it.retry_after_ns);
}

/// Bytes of each struct of which a smaller one breaks the rules; only those that a plugin makes need it.
template <class Struct>
inline constexpr std::uint32_t minimumSize = sizeof(Struct);
template <>
inline constexpr std::uint32_t minimumSize<scs_speech_event> = SCAISPEAK_ABI_MINIMUM(scs_speech_event, name);
template <>
inline constexpr std::uint32_t minimumSize<scs_evict_outcome> = SCAISPEAK_ABI_MINIMUM(scs_evict_outcome,
                                                                                      error);

/// A struct that may be missing or of a wrong size: what it states travels along, so that the other side
/// finds the same fault.
template <class Struct>
void writeStruct(FieldWriter& writer, const Struct* theirs)
{
    Struct ours;
    const StructCopy copied = copyStruct(theirs, minimumSize<Struct>, ours);
    std::uint32_t stated = sizeof(Struct);
    if (copied != StructCopy::Ok) stated = theirs != nullptr ? theirs->struct_size : 0;
    writer(stated);
    fields(writer, ours);
}

/// Points into `reader` and its frame.
template <class Struct>
Struct readStruct(FieldReader& reader)
{
    Struct made{};
    const auto stated = reader.take<std::uint32_t>();
    fields(reader, made);
    made.struct_size = stated;
    return made;
}

/// A node and the engines it carries; at most 64 of them.
void writeNode(FieldWriter& writer, const scs_node* theirs);
scs_node readNode(FieldReader& reader);

/// A log field or a metric label.
void writeField(FieldWriter& writer, const scs_field& field);
scs_field readField(FieldReader& reader);

}  // namespace scaispeak::pluginhost
