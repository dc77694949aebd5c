/* What the files of this plugin share. */
#ifndef EVERY_KIND_H
#define EVERY_KIND_H

#include <scaispeak/host_extensions.h>
#include <scaispeak/scaispeak.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define UNUSED(x) ((void)(x))
#define ZERO(value) memset(&(value), 0, sizeof(value)), (value).struct_size = sizeof(value)

extern const scs_host *host;
extern const scs_objects objects;
extern const scs_destination destination;

static inline scs_str str(const char *text)
{
    scs_str made = {text, strlen(text)};
    return made;
}

static inline int is(scs_str text, const char *word)
{
    return text.size == strlen(word) && memcmp(text.data, word, text.size) == 0;
}

static inline scs_status fail(scs_error *error, scs_status status, const char *reason)
{
    scs_error_info info;
    ZERO(info);
    info.reason = str(reason);
    info.public_message = str("as it was told");
    info.retry_after_ns = 2000000000;
    host->error_set(host->ctx, error, &info);
    return status;
}

#endif
