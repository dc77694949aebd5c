#include "pluginhost/wire/abi_fields.hpp"

#include <algorithm>

namespace scaispeak::pluginhost {

namespace {

constexpr std::uint64_t maximumEngines = 64;

template <class Archive>
void nodeFields(Archive& archive, scs_node& it)
{
    archive(it.status, it.node_id, it.address, it.inflight, it.last_seen_unix_ns, it.last_error);
}

}  // namespace

void writeNode(FieldWriter& writer, const scs_node* theirs)
{
    scs_node ours;
    const StructCopy copied = copyStruct(theirs, SCAISPEAK_ABI_MINIMUM(scs_node, last_error), ours);
    std::uint32_t stated = sizeof ours;
    if (copied != StructCopy::Ok) stated = theirs != nullptr ? theirs->struct_size : 0;
    writer(stated);
    nodeFields(writer, ours);
    const std::uint64_t count = ours.engines == nullptr ? 0 : std::min(ours.engine_count, maximumEngines);
    writer(count);
    for (std::uint64_t index = 0; index < count; ++index)
        writeStruct(writer, ours.engines[index]);
}

scs_node readNode(FieldReader& reader)
{
    scs_node node{};
    node.struct_size = reader.take<std::uint32_t>();
    nodeFields(reader, node);
    const std::uint64_t count = std::min(reader.take<std::uint64_t>(), maximumEngines);
    auto* engines = reader.allocate<scs_engine>(count);
    auto** pointers = reader.allocate<const scs_engine*>(count);
    for (std::uint64_t index = 0; index < count; ++index) {
        engines[index] = readStruct<scs_engine>(reader);
        pointers[index] = &engines[index];
    }
    node.engines = pointers;
    node.engine_count = count;
    return node;
}

void writeField(FieldWriter& writer, const scs_field& field)
{
    writer(field.key, field.type);
    if (field.type == SCS_FIELD_TEXT) writer(field.text);
    writer(field.integer, field.real);
}

scs_field readField(FieldReader& reader)
{
    scs_field field{};
    reader(field.key, field.type);
    if (field.type == SCS_FIELD_TEXT) reader(field.text);
    reader(field.integer, field.real);
    return field;
}

}  // namespace scaispeak::pluginhost
