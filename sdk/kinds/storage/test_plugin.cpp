// The built plugin, as a host uses it. Usage: test_plugin PLUGIN.so
#include <scaispeak/storage.h>
#include <scaispeak/testing/plugin_file.hpp>

#include <cstdio>
#include <exception>

namespace {

using namespace scaispeak::testing;

int failures = 0;

void expect(bool holds, const char* what)
{
    if (holds) return;
    ++failures;
    std::fprintf(stderr, "failed: %s\n", what);
}

/// An instance and the ways to use it; statuses are the plugin's own.
class Store
{
public:
    explicit Store(const PluginFile& plugin)
        : _table(*plugin.interface<scs_objects>(SCS_OBJECTS_1)), _instance(plugin, _host)
    {}

    void* begin(const char* key, std::string_view bytes)
    {
        void* writer = nullptr;
        expect(
            _table.open_write(_instance.get(), &_call, raw(key), UINT64_MAX, &writer, _error.raw()) == SCS_OK,
            "an object is begun");
        const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
        expect(_table.write(_instance.get(), &_call, writer, data, bytes.size(), _error.raw()) == SCS_OK,
               "bytes are taken");
        return writer;
    }
    scs_status commit(void* writer) { return _table.commit(_instance.get(), &_call, writer, _error.raw()); }
    void abort(void* writer) { _table.abort(_instance.get(), writer); }

    scs_status read(const char* key, std::uint64_t offset, std::string& out)
    {
        void* reader = nullptr;
        std::uint64_t size = 0;
        out.assign(64, '\0');
        scs_status status = _table.open_read(_instance.get(), &_call, raw(key), &reader, &size, _error.raw());
        if (status != SCS_OK) return status;
        auto* data = reinterpret_cast<std::uint8_t*>(out.data());
        status = _table.read(_instance.get(), &_call, reader, offset, data, out.size(), &size, _error.raw());
        _table.close(_instance.get(), reader);
        out.resize(static_cast<std::size_t>(size));
        return status;
    }
    scs_status remove(const char* key)
    {
        return _table.remove(_instance.get(), &_call, raw(key), _error.raw());
    }
    std::string keys(const char* prefix, const char* after)
    {
        std::string out;
        const auto add = [](void* ctx, const scs_object_info* info) -> scs_status {
            *static_cast<std::string*>(ctx) += text(info->key) + " ";
            return SCS_OK;
        };
        expect(
            _table.list(_instance.get(), &_call, raw(prefix), raw(after), add, &out, _error.raw()) == SCS_OK,
            "objects are listed");
        return out;
    }

private:
    FakeHost _host;
    const scs_call _call = _host.call();
    CapturedError _error;
    const scs_objects& _table;
    PluginInstance _instance;
};

void object_isVisibleAfterCommitAlone(const PluginFile& plugin)
{
    Store store(plugin);
    std::string bytes;
    void* writer = store.begin("a/one", "hello");
    expect(store.read("a/one", 0, bytes) == SCS_NOT_FOUND, "before commit there is nothing");
    expect(store.commit(writer) == SCS_OK, "it is committed");
    expect(store.read("a/one", 1, bytes) == SCS_OK && bytes == "ello", "it is read from where one asks");
    store.abort(store.begin("a/one", "other"));
    expect(store.read("a/one", 0, bytes) == SCS_OK && bytes == "hello", "what was aborted changes nothing");
    expect(store.remove("a/one") == SCS_OK && store.remove("a/one") == SCS_OK, "removing may be repeated");
    expect(store.read("a/one", 0, bytes) == SCS_NOT_FOUND, "what was removed is gone");
}

void list_isOrderedAndBegunAnywhere(const PluginFile& plugin)
{
    Store store(plugin);
    for (const char* key : {"b/2", "a/1", "b/1", "b/3"})
        store.commit(store.begin(key, ""));
    expect(store.keys("b/", "b/1") == "b/2 b/3 ",
           "keys come in order, of the prefix alone, after the one given");
}

}  // namespace

int main(int argc, char** argv)
try {
    if (argc != 2) throw std::runtime_error("usage: test_plugin PLUGIN.so");
    const PluginFile plugin(argv[1]);
    object_isVisibleAfterCommitAlone(plugin);
    list_isOrderedAndBegunAnywhere(plugin);
    return failures == 0 ? 0 : 1;
}
catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
}
