#include "store/migrations/first_tables.hpp"

namespace scaispeak::store {

Migration firstTables()
{
    return {
        1,
        "first tables",
        {
            {"CREATE DOMAIN blob AS bytea", DatabaseKind::PostgreSql},
            {R"(CREATE TABLE tenants (
                tenant_id TEXT{C} PRIMARY KEY,
                name TEXT NOT NULL,
                suspended BOOLEAN NOT NULL,
                created_at BIGINT NOT NULL))"},
            {R"(CREATE TABLE users (
                tenant_id TEXT{C} NOT NULL REFERENCES tenants (tenant_id),
                user_id TEXT{C} NOT NULL,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, user_id)))"},
            {R"(CREATE TABLE role_grants (
                tenant_id TEXT{C} NOT NULL,
                user_id TEXT{C} NOT NULL,
                kind TEXT{C} NOT NULL CHECK (kind IN ('role', 'permission')),
                name TEXT{C} NOT NULL,
                granted_at BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, user_id, kind, name),
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, user_id)))"},
            {R"(CREATE TABLE api_keys (
                id TEXT{C} PRIMARY KEY,
                hash BLOB NOT NULL UNIQUE,
                hint TEXT NOT NULL,
                name TEXT NOT NULL,
                tenant_id TEXT{C} NOT NULL,
                user_id TEXT{C} NOT NULL,
                roles TEXT NOT NULL,
                permissions TEXT NOT NULL,
                platform BOOLEAN NOT NULL,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                revoked_at BIGINT NOT NULL,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, user_id)))"},
            {"CREATE INDEX api_keys_by_age ON api_keys (tenant_id, created_at, id)"},
            {R"(CREATE TABLE voices (
                voice_id TEXT{C} PRIMARY KEY,
                revision BIGINT NOT NULL,
                scope TEXT{C} NOT NULL CHECK (scope IN ('user', 'tenant', 'global')),
                tenant_id TEXT{C},
                owner_user_id TEXT{C},
                display_name TEXT NOT NULL,
                description TEXT NOT NULL,
                style_tags TEXT NOT NULL,
                language_primary TEXT NOT NULL,
                language_supported TEXT NOT NULL,
                gender_hint TEXT{C} NOT NULL,
                age_hint TEXT NOT NULL,
                kind TEXT{C} NOT NULL CHECK (kind IN ('cloned', 'designed', 'preset')),
                embedding_status TEXT{C} NOT NULL,
                embedding_status_reason TEXT NOT NULL,
                default_instructions TEXT,
                default_speed DOUBLE PRECISION,
                default_cfg_value DOUBLE PRECISION,
                default_warmup_trim_ms BIGINT,
                voice_design_prompt TEXT NOT NULL,
                engine TEXT{C} NOT NULL,
                engine_voice TEXT{C} NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                sort_key TEXT{C} NOT NULL,
                search_text TEXT{C} NOT NULL,
                language_tags TEXT{C} NOT NULL,
                CHECK ((scope = 'global') = (tenant_id IS NULL)),
                FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id),
                FOREIGN KEY (tenant_id, owner_user_id) REFERENCES users (tenant_id, user_id)))"},
            {"CREATE INDEX voices_by_scope ON voices (scope, tenant_id, owner_user_id)"},
            {R"(CREATE TABLE audit (
                audit_id TEXT{C} PRIMARY KEY,
                tenant_id TEXT{C} NOT NULL,
                actor_user_id TEXT{C} NOT NULL,
                action TEXT{C} NOT NULL,
                resource_id TEXT{C} NOT NULL,
                at BIGINT NOT NULL,
                request_id TEXT{C} NOT NULL))"},
            {"CREATE INDEX audit_by_time ON audit (tenant_id, at)"},
        },
    };
}

}  // namespace scaispeak::store
