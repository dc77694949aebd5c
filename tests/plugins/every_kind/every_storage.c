#include "every_kind.h"

/* ---- objects: one at a time, in memory ---- */

struct object {
    char key[64];
    uint8_t *data;
    uint64_t size;
};
static struct object stored;

static scs_status open_write(void *i, const scs_call *call, scs_str key, uint64_t size, void **writer, scs_error *error)
{
    struct object *made = calloc(1, sizeof *made);
    UNUSED(i), UNUSED(call), UNUSED(size), UNUSED(error);
    snprintf(made->key, sizeof made->key, "%.*s", (int)key.size, key.data);
    *writer = made;
    return SCS_OK;
}

static scs_status write_object(void *i, const scs_call *call, void *writer, const uint8_t *data, uint64_t size,
                               scs_error *error)
{
    struct object *object = writer;
    UNUSED(i), UNUSED(call), UNUSED(error);
    object->data = realloc(object->data, object->size + size);
    memcpy(object->data + object->size, data, size);
    object->size += size;
    return SCS_OK;
}

static scs_status commit(void *i, const scs_call *call, void *writer, scs_error *error)
{
    UNUSED(i), UNUSED(call), UNUSED(error);
    free(stored.data);
    stored = *(struct object *)writer;
    free(writer);
    return SCS_OK;
}

static void abort_write(void *i, void *writer)
{
    UNUSED(i);
    free(((struct object *)writer)->data);
    free(writer);
}

static scs_status open_read(void *i, const scs_call *call, scs_str key, void **reader, uint64_t *size, scs_error *error)
{
    UNUSED(i), UNUSED(call), UNUSED(error);
    if (!is(key, stored.key)) return SCS_NOT_FOUND;
    *reader = &stored;
    *size = stored.size;
    return SCS_OK;
}

static scs_status read_object(void *i, const scs_call *call, void *reader, uint64_t offset, uint8_t *data,
                              uint64_t capacity, uint64_t *size, scs_error *error)
{
    const struct object *object = reader;
    UNUSED(i), UNUSED(call), UNUSED(error);
    *size = offset >= object->size ? 0 : object->size - offset;
    if (*size > capacity) *size = capacity;
    memcpy(data, object->data + offset, *size);
    return SCS_OK;
}

static void close_read(void *i, void *reader) { UNUSED(i), UNUSED(reader); }

static scs_status emit_stored(scs_emit_object emit, void *ctx)
{
    scs_object_info info;
    ZERO(info);
    info.key = str(stored.key);
    info.size = stored.size;
    return emit(ctx, &info);
}

static scs_status stat_object(void *i, const scs_call *call, scs_str key, scs_emit_object emit, void *ctx,
                              scs_error *error)
{
    UNUSED(i), UNUSED(call), UNUSED(error);
    return is(key, stored.key) ? emit_stored(emit, ctx) : SCS_NOT_FOUND;
}

static scs_status remove_object(void *i, const scs_call *call, scs_str key, scs_error *error)
{
    UNUSED(i), UNUSED(call), UNUSED(error);
    if (is(key, stored.key)) stored.key[0] = '\0';
    return SCS_OK;
}

static scs_status list_objects(void *i, const scs_call *call, scs_str prefix, scs_str start_after,
                               scs_emit_object emit, void *ctx, scs_error *error)
{
    UNUSED(i), UNUSED(call), UNUSED(prefix), UNUSED(start_after), UNUSED(error);
    return stored.key[0] == '\0' ? SCS_OK : emit_stored(emit, ctx);
}

/* ---- destination ---- */

static scs_status list_shares(void *i, const scs_call *call, scs_str token, scs_emit_share emit, void *ctx,
                              scs_error *error)
{
    scs_share share;
    UNUSED(i), UNUSED(call), UNUSED(error);
    ZERO(share);
    share.id = token;
    share.quota_bytes = 7;
    return emit(ctx, &share);
}

static scs_status list_children(void *i, const scs_call *call, scs_str token, scs_str share_id, scs_str folder_id,
                                scs_emit_child emit, void *ctx, scs_error *error)
{
    scs_child child;
    UNUSED(i), UNUSED(call), UNUSED(token), UNUSED(error);
    ZERO(child);
    child.id = share_id;
    child.name = folder_id;
    return emit(ctx, &child);
}

static scs_status prepare(void *i, const scs_call *call, scs_str token, const scs_target *target, scs_error *error)
{
    UNUSED(i), UNUSED(call), UNUSED(token);
    return target->overwrite ? SCS_OK : fail(error, SCS_CONFLICT, "every-kind.sibling");
}

static scs_status put(void *i, const scs_call *call, scs_str token, const scs_target *target, scs_body_read read,
                      void *body, scs_emit_stored_file emit, void *ctx, scs_error *error)
{
    scs_stored_file file;
    uint8_t bytes[1000];
    uint64_t size = 0;
    scs_status status;
    UNUSED(i), UNUSED(call), UNUSED(token), UNUSED(error);
    ZERO(file);
    while ((status = read(body, bytes, sizeof bytes, &size)) == SCS_OK && size > 0) file.size += size;
    if (status != SCS_OK) return status;
    file.name = target->filename;
    return emit(ctx, &file);
}

static scs_status fetch(void *i, const scs_call *call, scs_str token, const scs_source *source, scs_body_write write,
                        void *body, scs_error *error)
{
    UNUSED(i), UNUSED(call), UNUSED(token), UNUSED(error);
    return write(body, (const uint8_t *)source->file_id.data, source->file_id.size);
}

const scs_objects objects = {sizeof objects, 0, open_write, write_object, commit, abort_write, open_read,
                                    read_object, close_read, stat_object, remove_object, list_objects};
const scs_destination destination = {sizeof destination, 0, list_shares, list_children, prepare, put, fetch};
