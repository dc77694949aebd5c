#pragma once

#include "../storage.h"
#include "guard.hpp"

#include <memory>

namespace scaispeak {

struct ObjectInfo
{
    std::string key;
    std::uint64_t size = 0;
    std::chrono::nanoseconds modified{0};  ///< Unix time; 0 = not known.
};

/// An object on its way in. One thread at a time. Ends by exactly one commit or abort, and is destroyed after
/// it.
class ObjectWriter
{
public:
    virtual ~ObjectWriter() = default;
    virtual void write(const Call& call, Span<const std::uint8_t> bytes) = 0;
    /// Visible and durable when it returns; when it throws, nothing is left behind.
    virtual void commit(const Call& call) = 0;
    virtual void abort() = 0;
};

/// An object that is read. Destroyed by close.
class ObjectReader
{
public:
    virtual ~ObjectReader() = default;
    virtual std::uint64_t size() const = 0;
    /// How many bytes; may be fewer than asked; 0 at the end.
    virtual std::size_t read(const Call& call, std::uint64_t offset, Span<std::uint8_t> out) = 0;
};

/// Keeps the platform's own objects: see scs_objects for keys and order.
class Objects
{
public:
    virtual ~Objects() = default;
    /// `size` is nothing when not known.
    virtual std::unique_ptr<ObjectWriter> openWrite(const Call& call, std::string_view key,
                                                    std::optional<std::uint64_t> size) = 0;
    /// Throws Error(NotFound).
    virtual std::unique_ptr<ObjectReader> openRead(const Call& call, std::string_view key) = 0;
    virtual ObjectInfo stat(const Call& call, std::string_view key) = 0;
    virtual void remove(const Call& call, std::string_view key) = 0;
    virtual void list(const Call& call, std::string_view prefix, std::string_view startAfter,
                      Emit<ObjectInfo>& emit) = 0;
};

template <>
struct Wire<ObjectInfo>
{
    using type = scs_object_info;
    template <class Use>
    static scs_status with(const ObjectInfo& info, Use&& use)
    {
        auto wire = newStruct<scs_object_info>();
        wire.key = str(info.key);
        wire.size = info.size;
        wire.modified_unix_ns = info.modified.count();
        return use(wire);
    }
};

namespace detail {

template <class Plugin>
struct ObjectsEntry
{
    static scs_status openWrite(void* instance, const scs_call* call, scs_str key, std::uint64_t size,
                                void** out, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Objects& objects, const Call& wrapped) {
            const auto known = size == UINT64_MAX ? std::nullopt : std::optional<std::uint64_t>(size);
            auto writer = objects.openWrite(wrapped, view(key), known);
            if (!writer) throw Error(Status::Internal, {}, {}, "openWrite made no writer");
            *out = writer.release();
            return Status::Ok;
        });
    }

    static scs_status write(void* instance, const scs_call* call, void* writer, const std::uint8_t* data,
                            std::uint64_t size, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Objects&, const Call& wrapped) {
            static_cast<ObjectWriter*>(writer)->write(wrapped, {data, static_cast<std::size_t>(size)});
            return Status::Ok;
        });
    }

    static scs_status commit(void* instance, const scs_call* call, void* writer, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Objects&, const Call& wrapped) {
            const std::unique_ptr<ObjectWriter> owned(static_cast<ObjectWriter*>(writer));
            owned->commit(wrapped);
            return Status::Ok;
        });
    }

    static void abort(void* instance, void* writer) noexcept
    {
        guardedVoid<Plugin>(instance, "abort", [&](Objects&) {
            const std::unique_ptr<ObjectWriter> owned(static_cast<ObjectWriter*>(writer));
            owned->abort();
        });
    }

    static scs_status openRead(void* instance, const scs_call* call, scs_str key, void** out,
                               std::uint64_t* size, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Objects& objects, const Call& wrapped) {
            auto reader = objects.openRead(wrapped, view(key));
            if (!reader) throw Error(Status::Internal, {}, {}, "openRead made no reader");
            *size = reader->size();
            *out = reader.release();
            return Status::Ok;
        });
    }

    static scs_status read(void* instance, const scs_call* call, void* reader, std::uint64_t offset,
                           std::uint8_t* data, std::uint64_t capacity, std::uint64_t* size,
                           scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Objects&, const Call& wrapped) {
            const Span<std::uint8_t> out{data, static_cast<std::size_t>(capacity)};
            *size = static_cast<ObjectReader*>(reader)->read(wrapped, offset, out);
            return Status::Ok;
        });
    }

    static void close(void* instance, void* reader) noexcept
    {
        guardedVoid<Plugin>(instance, "close", [&](Objects&) { delete static_cast<ObjectReader*>(reader); });
    }

    static scs_status stat(void* instance, const scs_call* call, scs_str key, scs_emit_object function,
                           void* ctx, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Objects& objects, const Call& wrapped) {
            Emit<ObjectInfo> emit(function, ctx);
            emit(objects.stat(wrapped, view(key)));
            return emit.status();
        });
    }

    static scs_status remove(void* instance, const scs_call* call, scs_str key, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Objects& objects, const Call& wrapped) {
            objects.remove(wrapped, view(key));
            return Status::Ok;
        });
    }

    static scs_status list(void* instance, const scs_call* call, scs_str prefix, scs_str startAfter,
                           scs_emit_object function, void* ctx, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Objects& objects, const Call& wrapped) {
            Emit<ObjectInfo> emit(function, ctx);
            objects.list(wrapped, view(prefix), view(startAfter), emit);
            return emit.status();
        });
    }

    static constexpr scs_objects table() noexcept
    {
        return {sizeof(scs_objects), 0,     &openWrite, &write, &commit, &abort,
                &openRead,           &read, &close,     &stat,  &remove, &list};
    }
};

}  // namespace detail
}  // namespace scaispeak
