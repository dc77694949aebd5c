/* Keeps a few objects in memory, but for SIN_<...>. For one thread. */
#include "unfit.h"

#include <stdio.h>

#define MOST_OBJECTS 16

typedef struct object
{
    char key[600];
    uint8_t* data;
    uint64_t size;
} object;

typedef struct writing
{
    object object;
} writing;

static void* make_state(void)
{
    return calloc(MOST_OBJECTS, sizeof(object));
}

static void free_state(void* state)
{
    object* all = state;
    for (int index = 0; index < MOST_OBJECTS; ++index)
        free(all[index].data);
    free(state);
}

static object* objects_of(void* instance)
{
    return ((plugin_instance*)instance)->state;
}

static object* find(void* instance, scs_str key)
{
    object* all = objects_of(instance);
    for (int index = 0; index < MOST_OBJECTS; ++index)
        if (all[index].key[0] != 0 && is(key, all[index].key)) return &all[index];
    return 0;
}

static object* room(void* instance, scs_str key)
{
    object* found = find(instance, key);
    for (int index = 0; found == 0 && index < MOST_OBJECTS; ++index)
        if (objects_of(instance)[index].key[0] == 0) found = &objects_of(instance)[index];
    return found;
}

static scs_status place(void* instance, object* made)
{
    object* found = room(instance, string_of(made->key));
    if (found == 0) return SCS_INTERNAL;
    free(found->data);
    *found = *made;
    made->data = 0;
    return SCS_OK;
}

static scs_status open_write(void* instance, const scs_call* call, scs_str key, uint64_t size, void** writer,
                             scs_error* error)
{
    writing* made = calloc(1, sizeof *made);
    UNUSED(instance), UNUSED(call), UNUSED(size), UNUSED(error);
    if (made == 0) return SCS_INTERNAL;
    snprintf(made->object.key, sizeof made->object.key, "%.*s", (int)key.size, key.data);
    *writer = made;
    return SCS_OK;
}

static scs_status append(object* into, const uint8_t* data, uint64_t size)
{
    uint8_t* grown = realloc(into->data, into->size + size + 1);
    if (grown == 0) return SCS_INTERNAL;
    memcpy(grown + into->size, data, size);
    into->data = grown;
    into->size += size;
    return SCS_OK;
}

static scs_status write_object(void* instance, const scs_call* call, void* writer, const uint8_t* data, uint64_t size,
                               scs_error* error)
{
    writing* self = writer;
    UNUSED(instance), UNUSED(call), UNUSED(error);
#if defined(SIN_SHORT_WRITE)
    if (size > 1000) size = 1000;
#elif defined(SIN_VISIBLE_BEFORE_COMMIT) || defined(SIN_MIXES_WRITERS)
    object* shared = room(instance, string_of(self->object.key));
    if (shared == 0) return SCS_INTERNAL;
    snprintf(shared->key, sizeof shared->key, "%s", self->object.key);
#if defined(SIN_MIXES_WRITERS)
    append(shared, data, size);
#endif
#endif
    return append(&self->object, data, size);
}

static void drop(writing* self)
{
    free(self->object.data);
    free(self);
}

static scs_status commit(void* instance, const scs_call* call, void* writer, scs_error* error)
{
    scs_status status = SCS_OK;
    UNUSED(call), UNUSED(error);
#if !defined(SIN_MIXES_WRITERS)
    status = place(instance, &((writing*)writer)->object);
#else
    UNUSED(instance), UNUSED(place);
#endif
    drop(writer);
    return status;
}

static void abort_write(void* instance, void* writer)
{
    UNUSED(instance);
#if defined(SIN_ABORT_COMMITS)
    place(instance, &((writing*)writer)->object);
#endif
    drop(writer);
}

static scs_status open_read(void* instance, const scs_call* call, scs_str key, void** reader, uint64_t* size,
                            scs_error* error)
{
    object* found = find(instance, key);
    UNUSED(call), UNUSED(error);
    if (found == 0) return SCS_NOT_FOUND;
    *reader = found;
    *size = found->size;
    return SCS_OK;
}

static scs_status read_object(void* instance, const scs_call* call, void* reader, uint64_t offset, uint8_t* data,
                              uint64_t capacity, uint64_t* size, scs_error* error)
{
    const object* self = reader;
    UNUSED(instance), UNUSED(call), UNUSED(error);
    *size = offset >= self->size ? 0 : self->size - offset;
    if (*size > capacity) *size = capacity;
#if defined(SIN_READS_FROM_START)
    offset = 0;
#endif
    if (*size > 0) memcpy(data, self->data + offset, *size);
    return SCS_OK;
}

static void close_read(void* instance, void* reader)
{
    UNUSED(instance), UNUSED(reader);
}

static scs_status emit_one(const object* one, scs_emit_object emit, void* emit_ctx)
{
    scs_object_info info;
    memset(&info, 0, sizeof info);
    info.struct_size = sizeof info;
    info.key = string_of(one->key);
    info.size = one->size;
    return emit(emit_ctx, &info);
}

static scs_status stat_object(void* instance, const scs_call* call, scs_str key, scs_emit_object emit, void* emit_ctx,
                              scs_error* error)
{
    const object* found = find(instance, key);
    UNUSED(call), UNUSED(error);
    return found == 0 ? SCS_NOT_FOUND : emit_one(found, emit, emit_ctx);
}

static scs_status remove_object(void* instance, const scs_call* call, scs_str key, scs_error* error)
{
    object* found = find(instance, key);
    UNUSED(call), UNUSED(error);
#if defined(SIN_REMOVES_ONCE)
    if (found == 0) return SCS_NOT_FOUND;
#endif
    if (found == 0) return SCS_OK;
    free(found->data);
    memset(found, 0, sizeof *found);
    return SCS_OK;
}

#if !defined(SIN_LISTS_AS_STORED)
static int by_key(const void* left, const void* right)
{
    return strcmp(((const object*)left)->key, ((const object*)right)->key);
}
#endif

static scs_status list_objects(void* instance, const scs_call* call, scs_str prefix, scs_str start_after,
                               scs_emit_object emit, void* emit_ctx, scs_error* error)
{
    object* all = objects_of(instance);
    char after[600];
    UNUSED(call), UNUSED(error);
    snprintf(after, sizeof after, "%.*s", (int)start_after.size, start_after.size == 0 ? "" : start_after.data);
#if !defined(SIN_LISTS_AS_STORED)
    qsort(all, MOST_OBJECTS, sizeof *all, by_key);
#endif
    for (int index = 0; index < MOST_OBJECTS; ++index) {
        if (all[index].key[0] == 0 || strncmp(all[index].key, prefix.data, prefix.size) != 0) continue;
        if (strcmp(all[index].key, after) <= 0) continue;
        if (emit_one(&all[index], emit, emit_ctx) != SCS_OK) break;
    }
    return SCS_OK;
}

static const scs_objects table = {sizeof table, 0,         open_write,  write_object, commit,        abort_write,
                                  open_read,    read_object, close_read, stat_object,  remove_object, list_objects};

PLUGIN_OF(SCS_OBJECTS_1, table)
