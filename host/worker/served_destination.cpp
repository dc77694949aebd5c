#include "worker/served_functions.hpp"

#include <algorithm>

namespace scaispeak::worker {

using namespace pluginhost;

namespace {

/// scs_body_read over the lane.
scs_status readBody(void* handle, std::uint8_t* data, std::uint64_t capacity, std::uint64_t* size) noexcept
{
    ServedCall* call = ServedCall::of(handle);
    if (call == nullptr || size == nullptr || (data == nullptr && capacity > 0)) return SCS_CLOSED;
    try {
        *size = 0;
        FieldWriter question;
        question(Question::ReadBody, std::min(capacity, std::uint64_t{pieceSize}));
        std::span<const std::byte> answer;
        if (const scs_status asked = call->ask(question, answer); asked != SCS_OK) return asked;
        FieldReader reader(answer);
        const auto status = reader.take<scs_status>();
        const auto bytes = reader.rest();
        if (bytes.size() > capacity) return SCS_CLOSED;
        std::ranges::copy(bytes, reinterpret_cast<std::byte*>(data));
        *size = bytes.size();
        return status;
    }
    catch (...) {
        return SCS_CLOSED;
    }
}

/// scs_body_write over the lane.
scs_status writeBody(void* handle, const std::uint8_t* data, std::uint64_t size) noexcept
{
    ServedCall* call = ServedCall::of(handle);
    if (call == nullptr || (data == nullptr && size > 0)) return SCS_CLOSED;
    scs_status status = call->wanted();
    for (std::uint64_t done = 0; done < size && status == SCS_OK; done += pieceSize) {
        status = call->sendPiece(FrameKind::Write, {reinterpret_cast<const std::byte*>(data) + done,
                                                    std::min(size - done, std::uint64_t{pieceSize})});
        if (status == SCS_OK) status = call->wanted();
    }
    return status;
}

}  // namespace

void serveListShares(ServedCall& call)
{
    const auto token = call.arguments().take<scs_str>();
    call.run(call.interfaces().destination, [&](const scs_destination& table, scs_error* error) {
        return table.list_shares(call.instance(), call.call(), token, &ServedCall::emit<scs_share>,
                                 call.handle(), error);
    });
}

void serveListChildren(ServedCall& call)
{
    const auto token = call.arguments().take<scs_str>();
    const auto share = call.arguments().take<scs_str>();
    const auto folder = call.arguments().take<scs_str>();
    call.run(call.interfaces().destination, [&](const scs_destination& table, scs_error* error) {
        return table.list_children(call.instance(), call.call(), token, share, folder,
                                   &ServedCall::emit<scs_child>, call.handle(), error);
    });
}

void servePrepare(ServedCall& call)
{
    const auto token = call.arguments().take<scs_str>();
    const auto target = readStruct<scs_target>(call.arguments());
    call.run(call.interfaces().destination, [&](const scs_destination& table, scs_error* error) {
        return table.prepare(call.instance(), call.call(), token, &target, error);
    });
}

void servePut(ServedCall& call)
{
    const auto token = call.arguments().take<scs_str>();
    const auto target = readStruct<scs_target>(call.arguments());
    call.run(call.interfaces().destination, [&](const scs_destination& table, scs_error* error) {
        return table.put(call.instance(), call.call(), token, &target, &readBody, call.handle(),
                         &ServedCall::emit<scs_stored_file>, call.handle(), error);
    });
}

void serveFetch(ServedCall& call)
{
    const auto token = call.arguments().take<scs_str>();
    const auto source = readStruct<scs_source>(call.arguments());
    call.run(call.interfaces().destination, [&](const scs_destination& table, scs_error* error) {
        if (table.fetch == nullptr) return scs_status{SCS_UNSUPPORTED};
        return table.fetch(call.instance(), call.call(), token, &source, &writeBody, call.handle(), error);
    });
}

}  // namespace scaispeak::worker
