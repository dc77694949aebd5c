#pragma once

#include "access/api_keys.hpp"
#include "access/authentication.hpp"
#include "access/idempotency.hpp"
#include "access/rate_limiter.hpp"
#include "access/role_administration.hpp"
#include "core/logger.hpp"
#include "core/metrics.hpp"
#include "core/node_directory.hpp"
#include "core/plugin_status.hpp"
#include "core/setting.hpp"
#include "http/api_options.hpp"
#include "policy/tenant_policies.hpp"
#include "speak/speech_service.hpp"
#include "voices/voice_catalogue.hpp"
#include "voices/voice_eviction.hpp"

#include <functional>
#include <string>

namespace scaispeak::http {

/// What the API stands on. Everything outlives the front end.
struct Services
{
    access::Authentication& authentication;
    access::ApiKeys& apiKeys;
    access::RoleAdministration& roles;
    access::RateLimiter& rateLimiter;
    access::Idempotency& idempotency;
    policy::TenantPolicies& policies;
    voices::VoiceCatalogue& voices;
    voices::VoiceEviction& eviction;
    speak::SpeechService& speech;
    core::PluginDirectory& plugins;
    core::NodeDirectory& nodes;
    core::Metrics& metrics;
    core::Logger& logger;
    std::function<std::string()> metricsText;
    std::function<bool()> databaseAnswers;
    ApiOptions options;
    const core::Setting<ApiSettings>& settings;
};

}  // namespace scaispeak::http
