/*
 * Storage: "scaispeak.objects/1" keeps the platform's own objects (files, S3); "scaispeak.destination/1" puts results
 * where a caller wants them, with that caller's delegated token (ScaiDrive). A plugin may offer either or both.
 */
#ifndef SCAISPEAK_STORAGE_H
#define SCAISPEAK_STORAGE_H

#include "abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SCS_OBJECTS_1 "scaispeak.objects/1"
#define SCS_DESTINATION_1 "scaispeak.destination/1"

/* ---- objects ---- */

typedef struct scs_object_info {
    uint32_t struct_size;
    uint32_t reserved;
    scs_str key;
    uint64_t size;            /* bytes */
    int64_t modified_unix_ns; /* 0 = not known */
} scs_object_info;

typedef scs_status (*scs_emit_object)(void *emit_ctx, const scs_object_info *info);

/* Keys are relative paths of [A-Za-z0-9._-] parts joined by '/', at most 512 bytes, no part "." or "..". An object is
 * visible only after commit, and then whole; a later commit of the same key replaces it in one step. */
typedef struct scs_objects {
    uint32_t struct_size;
    uint32_t reserved;

    /* [call] Starts an object. `size` in bytes if known, else UINT64_MAX. `*writer` is set with SCS_OK, and must then be
     * ended by exactly one commit or abort. Required. */
    scs_status (*open_write)(void *instance, const scs_call *call, scs_str key, uint64_t size, void **writer,
                             scs_error *error);
    /* [call] Appends all of it. One thread a writer. Required. */
    scs_status (*write)(void *instance, const scs_call *call, void *writer, const uint8_t *data, uint64_t size,
                        scs_error *error);
    /* [call] Makes it visible and durable. The writer is gone afterwards, also when it fails. Required. */
    scs_status (*commit)(void *instance, const scs_call *call, void *writer, scs_error *error);
    /* [call] Leaves nothing behind. The writer is gone afterwards. Required. */
    void (*abort)(void *instance, void *writer);

    /* [call] Opens for reading. SCS_NOT_FOUND. `*reader` must be ended by close. Required. */
    scs_status (*open_read)(void *instance, const scs_call *call, scs_str key, void **reader, uint64_t *size,
                            scs_error *error);
    /* [call] Up to `capacity` bytes from `offset`; may be fewer; 0 at the end. Required. */
    scs_status (*read)(void *instance, const scs_call *call, void *reader, uint64_t offset, uint8_t *data,
                       uint64_t capacity, uint64_t *size, scs_error *error);
    /* [call] Required. */
    void (*close)(void *instance, void *reader);

    /* [call] SCS_NOT_FOUND when it is not there. Emits once. Required. */
    scs_status (*stat)(void *instance, const scs_call *call, scs_str key, scs_emit_object emit, void *emit_ctx,
                       scs_error *error);
    /* [call] SCS_OK also when it was not there. Required. */
    scs_status (*remove)(void *instance, const scs_call *call, scs_str key, scs_error *error);
    /* [call] Every object whose key begins with `prefix`, in the order of keys, after `start_after`. Required. */
    scs_status (*list)(void *instance, const scs_call *call, scs_str prefix, scs_str start_after, scs_emit_object emit,
                       void *emit_ctx, scs_error *error);
} scs_objects;

/* ---- destination ---- */

typedef struct scs_share {
    uint32_t struct_size;
    uint32_t reserved;
    scs_str id;
    scs_str name;
    scs_str type; /* central, personal, project */
    scs_str role; /* owner, admin, contributor, reader */
    uint64_t quota_bytes; /* 0 = not known */
    uint64_t used_bytes;
} scs_share;

#define SCS_CHILD_FOLDER 1
#define SCS_CHILD_FILE 2

typedef struct scs_child {
    uint32_t struct_size;
    int32_t type; /* SCS_CHILD_... */
    scs_str id;
    scs_str name;
    scs_str media_type;
    uint64_t size;
    int64_t modified_unix_ns;
} scs_child;

/* Where a result goes. */
typedef struct scs_target {
    uint32_t struct_size;
    int32_t overwrite; /* 1: a sibling of that name gets a new version */
    scs_str share_id;
    scs_str folder_id; /* absent = the share's root */
    scs_str filename;
    scs_str media_type;
    uint64_t size; /* bytes; UINT64_MAX = not known */
} scs_target;

/* Where something is read from; one of the three is given. */
typedef struct scs_source {
    uint32_t struct_size;
    uint32_t reserved;
    scs_str file_id;
    scs_str mcp_uri;
    scs_str share_url;
} scs_source;

typedef struct scs_stored_file {
    uint32_t struct_size;
    uint32_t reserved;
    scs_str file_id;
    scs_str share_id;
    scs_str folder_id;
    scs_str name;
    scs_str path;
    uint64_t size;
    uint64_t version;
} scs_stored_file;

typedef scs_status (*scs_emit_share)(void *emit_ctx, const scs_share *share);
typedef scs_status (*scs_emit_child)(void *emit_ctx, const scs_child *child);
typedef scs_status (*scs_emit_stored_file)(void *emit_ctx, const scs_stored_file *file);
/* Gives up to `capacity` bytes of the body; `*size` 0 at its end. [inside] */
typedef scs_status (*scs_body_read)(void *body_ctx, uint8_t *data, uint64_t capacity, uint64_t *size);
/* Takes bytes of a body. [inside] */
typedef scs_status (*scs_body_write)(void *body_ctx, const uint8_t *data, uint64_t size);

/* Each call gets the caller's delegated token, which is a secret: never logged, never kept. Failures carry the reason
 * words permission_denied, destination_not_found, destination_gone, too_large, quota_exceeded, rate_limited,
 * unavailable; SCS_UNAUTHENTICATED for a token refused; SCS_CONFLICT for a sibling of that name. */
typedef struct scs_destination {
    uint32_t struct_size;
    uint32_t reserved;
    /* [call] Required. */
    scs_status (*list_shares)(void *instance, const scs_call *call, scs_str token, scs_emit_share emit, void *emit_ctx,
                              scs_error *error);
    /* [call] `folder_id` absent = root. Required. */
    scs_status (*list_children)(void *instance, const scs_call *call, scs_str token, scs_str share_id, scs_str folder_id,
                                scs_emit_child emit, void *emit_ctx, scs_error *error);
    /* [call] Checks share, folder, permission and siblings, and changes nothing. Required. */
    scs_status (*prepare)(void *instance, const scs_call *call, scs_str token, const scs_target *target,
                          scs_error *error);
    /* [call] Uploads the body and emits what it became. Required. */
    scs_status (*put)(void *instance, const scs_call *call, scs_str token, const scs_target *target, scs_body_read read,
                      void *body_ctx, scs_emit_stored_file emit, void *emit_ctx, scs_error *error);
    /* [call] Downloads into `write`. NULL when this destination cannot be read. */
    scs_status (*fetch)(void *instance, const scs_call *call, scs_str token, const scs_source *source,
                        scs_body_write write, void *body_ctx, scs_error *error);
} scs_destination;

#ifdef __cplusplus
}
#endif

#endif
