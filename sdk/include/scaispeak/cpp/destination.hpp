#pragma once

#include "../storage.h"
#include "guard.hpp"

namespace scaispeak {

struct Share
{
    std::string id;
    std::string name;
    std::string type;
    std::string role;
    std::uint64_t quotaBytes = 0;
    std::uint64_t usedBytes = 0;
};

struct Child
{
    std::int32_t type = SCS_CHILD_FILE;
    std::string id;
    std::string name;
    std::string mediaType;
    std::uint64_t size = 0;
    std::chrono::nanoseconds modified{0};  ///< Unix time.
};

/// Where a result goes. Borrowed.
struct Target
{
    std::string_view shareId;
    std::string_view folderId;
    std::string_view filename;
    std::string_view mediaType;
    std::optional<std::uint64_t> size;
    bool overwrite = false;
};

/// Where something is read from: one of the three is given. Borrowed.
struct Source
{
    std::string_view fileId;
    std::string_view mcpUri;
    std::string_view shareUrl;
};

struct StoredFile
{
    std::string fileId;
    std::string shareId;
    std::string folderId;
    std::string name;
    std::string path;
    std::uint64_t size = 0;
    std::uint64_t version = 0;
};

/// The body of an upload. Use it on the thread that runs put.
class BodyReader
{
public:
    BodyReader(scs_body_read function, void* ctx) noexcept : _function(function), _ctx(ctx) {}
    /// How many bytes; 0 at the end. Throws Error.
    std::size_t read(Span<std::uint8_t> out)
    {
        std::uint64_t size = 0;
        const scs_status status = _function(_ctx, out.data(), out.size(), &size);
        if (status != SCS_OK) throw Error(static_cast<Status>(status));
        return static_cast<std::size_t>(size);
    }

private:
    scs_body_read _function;
    void* _ctx;
};

/// Takes the body of a download. Use it on the thread that runs fetch.
class BodyWriter
{
public:
    BodyWriter(scs_body_write function, void* ctx) noexcept : _function(function), _ctx(ctx) {}
    /// Throws Error when no more is wanted.
    void write(Span<const std::uint8_t> bytes)
    {
        const scs_status status = _function(_ctx, bytes.data(), bytes.size());
        if (status != SCS_OK) throw Error(static_cast<Status>(status));
    }

private:
    scs_body_write _function;
    void* _ctx;
};

/// Puts results where a caller wants them, with that caller's token, which is a secret. See scs_destination
/// for the reason words. fetch is "not offered" unless overridden (in public).
class Destination
{
public:
    virtual ~Destination() = default;
    virtual void listShares(const Call& call, std::string_view token, Emit<Share>& emit) = 0;
    virtual void listChildren(const Call& call, std::string_view token, std::string_view shareId,
                              std::string_view folderId, Emit<Child>& emit) = 0;
    virtual void prepare(const Call& call, std::string_view token, const Target& target) = 0;
    virtual StoredFile put(const Call& call, std::string_view token, const Target& target,
                           BodyReader& body) = 0;
    virtual void fetch(const Call&, std::string_view, const Source&, BodyWriter&)
    {
        throw Error(Status::Unsupported);
    }
};

template <>
struct Wire<Share>
{
    using type = scs_share;
    template <class Use>
    static scs_status with(const Share& share, Use&& use)
    {
        auto wire = newStruct<scs_share>();
        wire.id = str(share.id);
        wire.name = str(share.name);
        wire.type = str(share.type);
        wire.role = str(share.role);
        wire.quota_bytes = share.quotaBytes;
        wire.used_bytes = share.usedBytes;
        return use(wire);
    }
};

template <>
struct Wire<Child>
{
    using type = scs_child;
    template <class Use>
    static scs_status with(const Child& child, Use&& use)
    {
        auto wire = newStruct<scs_child>();
        wire.type = child.type;
        wire.id = str(child.id);
        wire.name = str(child.name);
        wire.media_type = str(child.mediaType);
        wire.size = child.size;
        wire.modified_unix_ns = child.modified.count();
        return use(wire);
    }
};

template <>
struct Wire<StoredFile>
{
    using type = scs_stored_file;
    template <class Use>
    static scs_status with(const StoredFile& file, Use&& use)
    {
        auto wire = newStruct<scs_stored_file>();
        wire.file_id = str(file.fileId);
        wire.share_id = str(file.shareId);
        wire.folder_id = str(file.folderId);
        wire.name = str(file.name);
        wire.path = str(file.path);
        wire.size = file.size;
        wire.version = file.version;
        return use(wire);
    }
};

namespace detail {

inline Target fromWire(const scs_target& raw)
{
    const auto size = raw.size == UINT64_MAX ? std::nullopt : std::optional<std::uint64_t>(raw.size);
    return {view(raw.share_id), view(raw.folder_id), view(raw.filename), view(raw.media_type), size,
            raw.overwrite == 1};
}

template <class Plugin>
struct DestinationEntry
{
    static scs_status listShares(void* instance, const scs_call* call, scs_str token, scs_emit_share function,
                                 void* ctx, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Destination& destination, const Call& wrapped) {
            Emit<Share> emit(function, ctx);
            destination.listShares(wrapped, view(token), emit);
            return emit.status();
        });
    }

    static scs_status listChildren(void* instance, const scs_call* call, scs_str token, scs_str shareId,
                                   scs_str folderId, scs_emit_child function, void* ctx,
                                   scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Destination& destination, const Call& wrapped) {
            Emit<Child> emit(function, ctx);
            destination.listChildren(wrapped, view(token), view(shareId), view(folderId), emit);
            return emit.status();
        });
    }

    static scs_status prepare(void* instance, const scs_call* call, scs_str token, const scs_target* target,
                              scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Destination& destination, const Call& wrapped) {
            destination.prepare(wrapped, view(token), fromWire(readStruct(target)));
            return Status::Ok;
        });
    }

    static scs_status put(void* instance, const scs_call* call, scs_str token, const scs_target* target,
                          scs_body_read read, void* bodyCtx, scs_emit_stored_file function, void* ctx,
                          scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Destination& destination, const Call& wrapped) {
            BodyReader body(read, bodyCtx);
            Emit<StoredFile> emit(function, ctx);
            emit(destination.put(wrapped, view(token), fromWire(readStruct(target)), body));
            return emit.status();
        });
    }

    static scs_status fetch(void* instance, const scs_call* call, scs_str token, const scs_source* source,
                            scs_body_write write, void* bodyCtx, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Destination& destination, const Call& wrapped) {
            const scs_source raw = readStruct(source);
            BodyWriter body(write, bodyCtx);
            destination.fetch(wrapped, view(token),
                              {view(raw.file_id), view(raw.mcp_uri), view(raw.share_url)}, body);
            return Status::Ok;
        });
    }

    static constexpr scs_destination table() noexcept
    {
        using Fetcher = void (Destination::*)(const Call&, std::string_view, const Source&, BodyWriter&);
        return {sizeof(scs_destination),
                0,
                &listShares,
                &listChildren,
                &prepare,
                &put,
                std::is_same_v<decltype(&Plugin::fetch), Fetcher> ? nullptr : &fetch};
    }
};

}  // namespace detail
}  // namespace scaispeak
