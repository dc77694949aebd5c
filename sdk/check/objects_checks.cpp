#include "check_lists.hpp"
#include "object_store.hpp"

namespace scaispeak::check {

namespace {

using Keys = std::vector<std::string>;

std::string pattern(std::size_t size, unsigned step)
{
    std::string bytes(size, '\0');
    for (std::size_t at = 0; at < size; ++at)
        bytes[at] = static_cast<char>((at * step) & 0xFFU);
    return bytes;
}

void put(ObjectStore& store, const std::string& key, std::string_view bytes, std::size_t piece)
{
    void* writer = store.openWriter(key);
    store.write(writer, bytes, piece);
    store.commit(writer);
}

std::string pieces(Subject& subject)
{
    ObjectStore store(subject);
    const std::string bytes = pattern(100'003, 7);
    put(store, "odd", bytes, 1009);
    put(store, "empty", "", 1);
    require(store.read("odd", 313) == bytes && store.read("odd", 1U << 20U) == bytes,
            "what is read in pieces is not what was written in pieces");
    require(store.sizeOf("odd") == bytes.size(), "stat says another size than was written");
    require(store.read("empty", 10) == "", "an empty object is not read as empty");
    put(store, "odd", "new", 3);
    require(store.read("odd", 10) == "new", "a later commit of the same key does not replace the object");
    store.remove("odd");
    store.remove("odd");
    store.remove("empty");
    require(!store.read("odd", 10) && !store.sizeOf("odd"), "an object is still there after remove");
    return {};
}

std::string aborted(Subject& subject)
{
    ObjectStore store(subject);
    void* writer = store.openWriter("dropped");
    store.write(writer, pattern(10'000, 3), 999);
    require(!store.read("dropped", 10) && !store.sizeOf("dropped") && store.list().empty(),
            "an object is visible before its commit");
    store.abort(writer);
    require(!store.read("dropped", 10) && store.list().empty(), "abort leaves an object behind");
    put(store, "kept", "old", 3);
    writer = store.openWriter("kept");
    store.write(writer, "new", 3);
    store.abort(writer);
    require(store.read("kept", 10) == "old", "abort of a new version damages the old one");
    store.remove("kept");
    return {};
}

std::string twoWriters(Subject& subject)
{
    ObjectStore store(subject);
    const std::string one = pattern(50'000, 3);
    const std::string other = pattern(40'000, 5);
    void* first = store.openWriter("same");
    void* second = store.openWriter("same");
    for (std::size_t part = 0; part < 10; ++part) {
        store.write(first, std::string_view(one).substr(part * 5000, 5000), 700);
        store.write(second, std::string_view(other).substr(part * 4000, 4000), 900);
    }
    store.commit(first);
    require(store.read("same", 4096) == one, "of two writers the first to commit is not visible whole");
    store.commit(second);
    require(store.read("same", 4096) == other, "of two writers the last to commit is not visible whole");
    store.remove("same");
    return {};
}

std::string listed(Subject& subject)
{
    ObjectStore store(subject);
    for (const char* key : {"b", "a/2", "a/1", "a-b"})
        put(store, key, key, 10);
    require(store.list() == Keys{"a-b", "a/1", "a/2", "b"}, "list is not every key in the order of bytes");
    require(store.list("a/1") == Keys{"a/2", "b"}, "list does not start after the key it was given");
    for (const char* key : {"b", "a/2", "a/1", "a-b"})
        store.remove(key);
    require(store.list().empty(), "list emits what was removed");
    return {};
}

}  // namespace

Checks objectsChecks()
{
    return {
        {"objects-pieces", 2, 15, "What is written in pieces is read in pieces, replaced and removed.",
         pieces},
        {"objects-abort", 2, 10, "Nothing is visible before commit, and abort leaves nothing.", aborted},
        {"objects-writers", 2, 10, "Two writers of one key do not mix.", twoWriters},
        {"objects-list", 2, 10, "Lists are whole and in order.", listed},
    };
}

}  // namespace scaispeak::check
