/* One share whose files are in memory, for the token "a good token", but for SIN_<...>. For one thread. */
#include "unfit.h"

#include <stdio.h>

#define MOST_FILES 16

typedef struct file
{
    char name[300];
    char id[320];
    uint8_t* data;
    uint64_t size;
    uint64_t version;
} file;

static void* make_state(void)
{
    return calloc(MOST_FILES, sizeof(file));
}

static void free_state(void* state)
{
    file* all = state;
    for (int index = 0; index < MOST_FILES; ++index)
        free(all[index].data);
    free(state);
}

static file* files_of(void* instance)
{
    return ((plugin_instance*)instance)->state;
}

static file* find(void* instance, scs_str name)
{
    file* all = files_of(instance);
    for (int index = 0; index < MOST_FILES; ++index)
        if (all[index].name[0] != 0 && is(name, all[index].name)) return &all[index];
    return 0;
}

static scs_status let_in(void* instance, scs_str token, scs_error* error)
{
#if defined(SIN_ANY_TOKEN)
    UNUSED(instance), UNUSED(token), UNUSED(error);
    return SCS_OK;
#else
    if (is(token, "a good token")) return SCS_OK;
    return refuse(instance, error, SCS_UNAUTHENTICATED, string_of("this token is not known here"));
#endif
}

static scs_status list_shares(void* instance, const scs_call* call, scs_str token, scs_emit_share emit, void* emit_ctx,
                              scs_error* error)
{
    scs_share share;
    scs_status status = let_in(instance, token, error);
    UNUSED(call);
    if (status != SCS_OK) return status;
    memset(&share, 0, sizeof share);
    share.struct_size = sizeof share;
    share.id = string_of("share");
    share.name = string_of("A share");
    share.type = string_of("personal");
    share.role = string_of("owner");
    return emit(emit_ctx, &share);
}

static scs_status list_children(void* instance, const scs_call* call, scs_str token, scs_str share_id,
                                scs_str folder_id, scs_emit_child emit, void* emit_ctx, scs_error* error)
{
    const file* all = files_of(instance);
    scs_status status = let_in(instance, token, error);
    UNUSED(call), UNUSED(folder_id);
#if defined(SIN_ANY_SHARE)
    UNUSED(share_id);
#else
    if (status == SCS_OK && !is(share_id, "share"))
        status = refuse(instance, error, SCS_NOT_FOUND, string_of("there is no such share"));
#endif
#if defined(SIN_LISTS_NOTHING)
    if (status == SCS_OK) return SCS_OK;
#endif
    for (int index = 0; index < MOST_FILES && status == SCS_OK; ++index) {
        scs_child child;
        if (all[index].name[0] == 0) continue;
        memset(&child, 0, sizeof child);
        child.struct_size = sizeof child;
        child.type = SCS_CHILD_FILE;
        child.id = string_of(all[index].id);
        child.name = string_of(all[index].name);
        child.size = all[index].size;
        status = emit(emit_ctx, &child);
    }
    return status;
}

static scs_status prepare(void* instance, const scs_call* call, scs_str token, const scs_target* target,
                          scs_error* error)
{
    const scs_status status = let_in(instance, token, error);
    UNUSED(call);
    if (status != SCS_OK) return status;
    if (!is(target->share_id, "share"))
        return refuse(instance, error, SCS_NOT_FOUND, string_of("there is no such share"));
#if !defined(SIN_OVERWRITES)
    if (!target->overwrite && find(instance, target->filename) != 0)
        return refuse(instance, error, SCS_CONFLICT, string_of("there is a file of that name"));
#endif
#if defined(SIN_PREPARE_STORES)
    file* made = find(instance, target->filename);
    if (made == 0) made = files_of(instance);
    snprintf(made->name, sizeof made->name, "%.*s", (int)target->filename.size, target->filename.data);
#endif
    return SCS_OK;
}

static scs_status take_body(scs_body_read read, void* body_ctx, file* into)
{
    uint8_t bytes[777];
    uint64_t size = 0;
    scs_status status;
    while ((status = read(body_ctx, bytes, sizeof bytes, &size)) == SCS_OK && size > 0) {
        uint8_t* grown = realloc(into->data, into->size + size);
        if (grown == 0) return SCS_INTERNAL;
        memcpy(grown + into->size, bytes, size);
        into->data = grown;
        into->size += size;
#if defined(SIN_SHORT_PUT)
        if (size < sizeof bytes) break;
#endif
    }
    return status;
}

static scs_status put(void* instance, const scs_call* call, scs_str token, const scs_target* target,
                      scs_body_read read, void* body_ctx, scs_emit_stored_file emit, void* emit_ctx, scs_error* error)
{
    file made;
    scs_stored_file stored;
    file* place = find(instance, target->filename);
    scs_status status = let_in(instance, token, error);
    UNUSED(call);
    if (status != SCS_OK) return status;
#if !defined(SIN_OVERWRITES)
    if (place != 0 && !target->overwrite)
        return refuse(instance, error, SCS_CONFLICT, string_of("there is a file of that name"));
#endif
    memset(&made, 0, sizeof made);
    status = take_body(read, body_ctx, &made);
#if defined(SIN_KEEPS_HALF)
    status = SCS_OK;
#endif
    for (int index = 0; place == 0 && index < MOST_FILES; ++index)
        if (files_of(instance)[index].name[0] == 0) place = &files_of(instance)[index];
    if (status != SCS_OK || place == 0) {
        free(made.data);
        return status != SCS_OK ? status : SCS_INTERNAL;
    }
    snprintf(made.name, sizeof made.name, "%.*s", (int)target->filename.size, target->filename.data);
    snprintf(made.id, sizeof made.id, "id-%s", made.name);
    made.version = place->version + 1;
    free(place->data);
    *place = made;
    memset(&stored, 0, sizeof stored);
    stored.struct_size = sizeof stored;
    stored.file_id = string_of(place->id);
    stored.share_id = string_of("share");
    stored.name = string_of(place->name);
    stored.path = string_of(place->name);
    stored.size = place->size;
    stored.version = place->version;
    return emit(emit_ctx, &stored);
}

static scs_status fetch(void* instance, const scs_call* call, scs_str token, const scs_source* source,
                        scs_body_write write, void* body_ctx, scs_error* error)
{
    scs_status status = let_in(instance, token, error);
    const file* all = files_of(instance);
    UNUSED(call);
    if (status != SCS_OK) return status;
    for (int index = 0; index < MOST_FILES; ++index) {
        if (all[index].name[0] == 0 || !is(source->file_id, all[index].id)) continue;
        for (uint64_t at = 0; at < all[index].size && status == SCS_OK; at += 1009) {
            const uint64_t left = all[index].size - at;
            status = write(body_ctx, all[index].data + at, left < 1009 ? left : 1009);
#if defined(SIN_DEAF_FETCH)
            status = SCS_OK;
#endif
        }
        return status;
    }
    return refuse(instance, error, SCS_NOT_FOUND, string_of("there is no such file"));
}

static const scs_destination table = {sizeof table, 0, list_shares, list_children, prepare, put, fetch};

PLUGIN_OF(SCS_DESTINATION_1, table)
