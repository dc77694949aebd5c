#include "worker/served_functions.hpp"

#include <algorithm>
#include <vector>

namespace scaispeak::worker {

using namespace pluginhost;

namespace {

/// A writer, reader or session of the plugin, as the host hands it back.
void* handleOf(ServedCall& call)
{
    return reinterpret_cast<void*>(call.arguments().take<std::uintptr_t>());
}

}  // namespace

void serveOpenWrite(ServedCall& call)
{
    const auto key = call.arguments().take<scs_str>();
    const auto size = call.arguments().take<std::uint64_t>();
    void* writer = nullptr;
    call.run(call.interfaces().objects, [&](const scs_objects& table, scs_error* error) {
        return table.open_write(call.instance(), call.call(), key, size, &writer, error);
    });
    call.results()(reinterpret_cast<std::uintptr_t>(writer));
}

void serveWriteObject(ServedCall& call)
{
    void* writer = handleOf(call);
    const auto bytes = call.arguments().take<scs_bytes>();
    call.run(call.interfaces().objects, [&](const scs_objects& table, scs_error* error) {
        return table.write(call.instance(), call.call(), writer, bytes.data, bytes.size, error);
    });
}

void serveCommit(ServedCall& call)
{
    void* writer = handleOf(call);
    call.run(call.interfaces().objects, [&](const scs_objects& table, scs_error* error) {
        return table.commit(call.instance(), call.call(), writer, error);
    });
}

void serveAbort(ServedCall& call)
{
    void* writer = handleOf(call);
    call.run(call.interfaces().objects, [&](const scs_objects& table, scs_error*) {
        table.abort(call.instance(), writer);
        return scs_status{SCS_OK};
    });
}

void serveOpenRead(ServedCall& call)
{
    const auto key = call.arguments().take<scs_str>();
    void* reader = nullptr;
    std::uint64_t size = 0;
    call.run(call.interfaces().objects, [&](const scs_objects& table, scs_error* error) {
        return table.open_read(call.instance(), call.call(), key, &reader, &size, error);
    });
    call.results()(reinterpret_cast<std::uintptr_t>(reader), size);
}

void serveReadObject(ServedCall& call)
{
    void* reader = handleOf(call);
    const auto offset = call.arguments().take<std::uint64_t>();
    std::vector<std::uint8_t> data(
        std::min<std::uint64_t>(call.arguments().take<std::uint64_t>(), pieceSize));
    std::uint64_t size = 0;
    call.run(call.interfaces().objects, [&](const scs_objects& table, scs_error* error) {
        return table.read(call.instance(), call.call(), reader, offset, data.data(), data.size(), &size,
                          error);
    });
    call.results().rest(data.data(), std::min<std::uint64_t>(size, data.size()));
}

void serveCloseReader(ServedCall& call)
{
    void* reader = handleOf(call);
    call.run(call.interfaces().objects, [&](const scs_objects& table, scs_error*) {
        table.close(call.instance(), reader);
        return scs_status{SCS_OK};
    });
}

void serveStat(ServedCall& call)
{
    const auto key = call.arguments().take<scs_str>();
    call.run(call.interfaces().objects, [&](const scs_objects& table, scs_error* error) {
        return table.stat(call.instance(), call.call(), key, &ServedCall::emit<scs_object_info>,
                          call.handle(), error);
    });
}

void serveRemove(ServedCall& call)
{
    const auto key = call.arguments().take<scs_str>();
    call.run(call.interfaces().objects, [&](const scs_objects& table, scs_error* error) {
        return table.remove(call.instance(), call.call(), key, error);
    });
}

void serveList(ServedCall& call)
{
    const auto prefix = call.arguments().take<scs_str>();
    const auto startAfter = call.arguments().take<scs_str>();
    call.run(call.interfaces().objects, [&](const scs_objects& table, scs_error* error) {
        return table.list(call.instance(), call.call(), prefix, startAfter,
                          &ServedCall::emit<scs_object_info>, call.handle(), error);
    });
}

}  // namespace scaispeak::worker
