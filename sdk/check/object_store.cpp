#include "object_store.hpp"

#include <algorithm>

namespace scaispeak::check {

namespace {

const scs_objects& objectsOf(Subject& subject)
{
    const auto& table = subject.plugin().interfaces.objects;
    if (!table) throw NotOffered("keeps no objects");
    return *table;
}

scs_status takeObject(void* into, const scs_object_info* info)
{
    static_cast<std::vector<std::pair<std::string, std::uint64_t>>*>(into)->emplace_back(
        testing::text(info->key), info->size);
    return SCS_OK;
}

}  // namespace

ObjectStore::ObjectStore(Subject& subject) : _table(objectsOf(subject)), _instance(subject) {}

void ObjectStore::mustBeOk(scs_status status, const char* what)
{
    require(status == SCS_OK, std::string(what) + " failed with status " + std::to_string(status) + ", \"" +
                                  _error.publicMessage + "\"");
}

void* ObjectStore::openWriter(const std::string& key)
{
    void* writer = nullptr;
    mustBeOk(_table.open_write(_instance.get(), _call.raw(), testing::raw(_prefix + key), UINT64_MAX, &writer,
                               _error.raw()),
             "open_write");
    return writer;
}

void ObjectStore::write(void* writer, std::string_view bytes, std::size_t piece)
{
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        const std::string_view part = bytes.substr(at, piece);
        mustBeOk(_table.write(_instance.get(), _call.raw(), writer,
                              reinterpret_cast<const std::uint8_t*>(part.data()), part.size(), _error.raw()),
                 "write");
    }
}

void ObjectStore::commit(void* writer)
{
    mustBeOk(_table.commit(_instance.get(), _call.raw(), writer, _error.raw()), "commit");
}

void ObjectStore::abort(void* writer)
{
    _table.abort(_instance.get(), writer);
}

std::optional<std::string> ObjectStore::read(const std::string& key, std::size_t piece)
{
    void* reader = nullptr;
    std::uint64_t size = 0;
    const scs_status status = _table.open_read(_instance.get(), _call.raw(), testing::raw(_prefix + key),
                                               &reader, &size, _error.raw());
    if (status == SCS_NOT_FOUND) return std::nullopt;
    mustBeOk(status, "open_read");
    std::string bytes;
    std::string buffer(piece, '\0');
    std::uint64_t got = 0;
    do {
        mustBeOk(
            _table.read(_instance.get(), _call.raw(), reader, bytes.size(),
                        reinterpret_cast<std::uint8_t*>(buffer.data()), buffer.size(), &got, _error.raw()),
            "read");
        require(got <= buffer.size(), "read says it gave more than was asked for");
        bytes.append(buffer, 0, got);
    } while (got > 0 && bytes.size() <= size);
    _table.close(_instance.get(), reader);
    require(bytes.size() == size, "open_read says " + std::to_string(size) + " bytes, and read gives " +
                                      std::to_string(bytes.size()));
    return bytes;
}

std::optional<std::uint64_t> ObjectStore::sizeOf(const std::string& key)
{
    std::vector<std::pair<std::string, std::uint64_t>> found;
    const scs_status status = _table.stat(_instance.get(), _call.raw(), testing::raw(_prefix + key),
                                          &takeObject, &found, _error.raw());
    if (status == SCS_NOT_FOUND) return std::nullopt;
    mustBeOk(status, "stat");
    require(found.size() == 1 && found[0].first == _prefix + key,
            "stat does not emit the one object it was asked for");
    return found[0].second;
}

void ObjectStore::remove(const std::string& key)
{
    mustBeOk(_table.remove(_instance.get(), _call.raw(), testing::raw(_prefix + key), _error.raw()),
             "remove");
}

std::vector<std::string> ObjectStore::list(const std::string& startAfter)
{
    std::vector<std::pair<std::string, std::uint64_t>> found;
    const std::string after = startAfter.empty() ? "" : _prefix + startAfter;
    mustBeOk(_table.list(_instance.get(), _call.raw(), testing::raw(_prefix), testing::raw(after),
                         &takeObject, &found, _error.raw()),
             "list");
    std::vector<std::string> keys;
    for (const auto& [key, size] : found) {
        require(key.starts_with(_prefix), "list emits a key that does not begin with the prefix");
        keys.push_back(key.substr(std::string_view(_prefix).size()));
    }
    return keys;
}

}  // namespace scaispeak::check
