/* What the plugins here share that are no engines. */
#ifndef UNFIT_H
#define UNFIT_H

#include <scaispeak/scaispeak.h>

#include <config_schema.h>
#include <stdlib.h>
#include <string.h>

#define UNUSED(x) ((void)(x))

typedef struct plugin_instance
{
    const scs_host* host;
    void* state;
} plugin_instance;

static inline scs_str string_of(const char* text)
{
    const scs_str made = {text, strlen(text)};
    return made;
}

static inline int same(scs_str one, scs_str other)
{
    return one.size == other.size && (one.size == 0 || memcmp(one.data, other.data, one.size) == 0);
}

static inline int is(scs_str one, const char* other)
{
    return same(one, string_of(other));
}

static inline scs_status refuse(const plugin_instance* self, scs_error* error, scs_status status, scs_str message)
{
    scs_error_info info;
    memset(&info, 0, sizeof info);
    info.struct_size = sizeof info;
    info.public_message = message;
    self->host->error_set(self->host->ctx, error, &info);
    return status;
}

static inline void log_text(const plugin_instance* self, scs_str text)
{
    scs_field field;
    memset(&field, 0, sizeof field);
    field.key = string_of("text");
    field.type = SCS_FIELD_TEXT;
    field.text = text;
    self->host->log(self->host->ctx, SCS_LOG_INFO, string_of("seen"), &field, 1);
}

/* Defines the plugin that offers `table` as `id`; make_state and free_state keep what an instance has. */
#define PLUGIN_OF(interface_id, table)                                                                     \
    static scs_status create(const scs_host* host, scs_str config, void** instance, scs_error* error)      \
    {                                                                                                      \
        plugin_instance* self = calloc(1, sizeof *self);                                                   \
        UNUSED(config), UNUSED(error);                                                                     \
        if (self == 0) return SCS_INTERNAL;                                                                \
        self->host = host;                                                                                 \
        self->state = make_state();                                                                        \
        *instance = self;                                                                                  \
        return SCS_OK;                                                                                     \
    }                                                                                                      \
    static void destroy(void* instance)                                                                    \
    {                                                                                                      \
        free_state(((plugin_instance*)instance)->state);                                                   \
        free(instance);                                                                                    \
    }                                                                                                      \
    static const void* get_interface(scs_str id) { return is(id, interface_id) ? &(table) : 0; }           \
    const scs_plugin* scaispeak_plugin_v1(void)                                                            \
    {                                                                                                      \
        static const scs_plugin plugin = {                                                                 \
            .struct_size = sizeof plugin,                                                                  \
            .abi_minor = SCS_ABI_MINOR,                                                                    \
            .abi_draft = SCS_ABI_DRAFT,                                                                    \
            .id = SCS_LITERAL(SCAISPEAK_PLUGIN_ID),                                                        \
            .name = SCS_LITERAL("An unfit plugin"),                                                        \
            .version = SCS_LITERAL("1.0.0"),                                                               \
            .license = SCS_LITERAL("Apache-2.0"),                                                          \
            .config_schema = SCS_LITERAL(SCAISPEAK_CONFIG_SCHEMA),                                         \
            .threading = SCS_THREADING_CONCURRENT,                                                         \
            .create = create,                                                                              \
            .destroy = destroy,                                                                            \
            .get_interface = get_interface,                                                                \
        };                                                                                                 \
        return &plugin;                                                                                    \
    }

#endif
