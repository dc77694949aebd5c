#pragma once

#include "config/fault.hpp"

#include <boost/json.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace scaispeak::config {

struct Tls
{
    std::filesystem::path certificate;
    std::filesystem::path key;
    bool operator==(const Tls&) const = default;
};

struct Listen
{
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0 = the system chooses.
    std::optional<Tls> tls;
    std::vector<std::string> trustedProxies;  ///< Addresses or networks (10.0.0.0/8).
    std::vector<std::string> corsOrigins;
    bool operator==(const Listen&) const = default;
};

struct Database
{
    std::string
        url;  ///< `sqlite:` + absolute path, or `postgresql://...` as it was given. May hold a password.
    bool operator==(const Database&) const = default;
};

enum class Isolation : std::uint8_t
{
    Auto,
    Process,
    Worker
};

struct Plugin
{
    std::string id;
    std::filesystem::path path;  ///< Absolute; `<plugin_dir>/<id>.so` where none was given.
    Isolation isolation = Isolation::Auto;
    std::optional<std::uint32_t> workers;
    std::optional<std::uint32_t> workerCalls;     ///< A worker is replaced after so many; 0 = never.
    std::optional<std::uint32_t> workerMemoryMb;  ///< Beyond it a worker is replaced; 0 = never.
    boost::json::object config;  ///< As written; what the plugin gets is made by pluginConfiguration().
    bool operator==(const Plugin&) const = default;
};

enum class SlotClass : std::uint8_t
{
    SelfHosted,
    Relay
};

struct Slot
{
    std::string plugin;  ///< Empty = listed, but not configured.
    SlotClass slotClass = SlotClass::SelfHosted;
    bool configured() const { return !plugin.empty(); }
    bool operator==(const Slot&) const = default;
};

struct PolicyDefault
{
    std::vector<std::string> allowedBackends{"A", "B"};
    std::string defaultBackend = "A";
    bool operator==(const PolicyDefault&) const = default;
};

struct Auth
{
    std::vector<std::string> chain;  ///< Plugin ids in the order they are asked. Empty = nobody may call.
    std::string exchange;            ///< Plugin id, or empty.
    bool operator==(const Auth&) const = default;
};

/// Calls a minute; 0 = no limit.
struct Limits
{
    std::uint32_t keyPerMinute = 60;
    std::uint32_t userPerMinute = 120;
    std::uint32_t tenantPerMinute = 1000;
    bool operator==(const Limits&) const = default;
};

struct SpeakTimeouts
{
    std::chrono::milliseconds connect{2'000};
    std::chrono::milliseconds firstAudio{10'000};
    std::chrono::milliseconds betweenChunks{10'000};
    std::chrono::milliseconds slowBody{15'000};
    std::chrono::milliseconds stall{30'000};
    bool operator==(const SpeakTimeouts&) const = default;
};

struct Speak
{
    std::uint32_t maxTextChars = 100'000;           ///< Code points.
    std::uint32_t asyncTextThresholdChars = 2'000;  ///< Code points.
    std::chrono::milliseconds admissionWait{10'000};
    std::chrono::milliseconds drain{20'000};
    std::uint32_t bufferTotalMb = 512;  ///< MiB over all streams.
    SpeakTimeouts timeouts;
    bool operator==(const Speak&) const = default;
};

struct Preflight
{
    std::vector<std::string> plugins;
    double durationMinS = 5;
    double durationMaxS = 25;
    double voiceActivityMin = 0.5;  ///< Share of the clip, 0 to 1.
    double truePeakMaxDbfs = -0.5;
    double snrMinDb = 15;
    bool operator==(const Preflight&) const = default;
};

struct Scaikey
{
    std::string url;
    std::string jwksUrl;
    std::string tokenUrl;
    std::string clientId;
    std::string clientSecret;
    std::string audience;
    std::string scaidriveAudience;
    bool operator==(const Scaikey&) const = default;
};

struct Keys
{
    std::uint32_t rotateDays = 7;
    bool operator==(const Keys&) const = default;
};

struct MetricsListen
{
    std::string address = "127.0.0.1";
    std::optional<std::uint16_t> port;  ///< Unset = /metrics is served by the main listener.
    bool operator==(const MetricsListen&) const = default;
};

/// For scaispeak-node alone.
struct NodeSettings
{
    std::filesystem::path clientCa;   ///< Empty = clients need no certificate.
    std::uint32_t clipCacheMb = 256;  ///< MiB of reference clips kept in memory.
    bool operator==(const NodeSettings&) const = default;
};

/// Everything that contract section 11 lets an operator set, checked, with defaults filled in and paths
/// absolute. A plain value: copy it, compare it, share it as const among threads. It holds secrets in the
/// clear: print it through toJson() alone.
struct Configuration
{
    std::filesystem::path file;  ///< The main file, absolute.
    Listen listen;
    std::filesystem::path stateDir = "/var/lib/scaispeak";
    Database database;
    std::string masterKey;  ///< May be empty.
    std::vector<Plugin> plugins;
    std::map<std::string, Slot> slots{{"A", {"", SlotClass::SelfHosted}}, {"B", {"", SlotClass::Relay}}};
    PolicyDefault policyDefault;
    Auth auth;
    std::string objectsPlugin;  ///< Empty = none.
    Limits limits;
    Speak speak;
    Preflight preflight;
    std::string scaidriveUrl;  ///< `scaispeak_scaidrive_url`; empty = ScaiDrive is not there.
    Scaikey scaikey;
    std::string destinationPlugin;  ///< Empty = none.
    Keys keys;
    MetricsListen metrics;
    NodeSettings node;
    std::filesystem::path pluginDir;

    /// Key paths (`plugins.backend-relay.config.api_key`) of what came out of ${env:} or ${file:}, to be
    /// masked.
    std::set<std::string> secretPaths;

    /// Where each key path was written, by its path; for faults that show later.
    std::map<std::string, Place, std::less<>> places;

    /// Of the deepest part of the path that is there; else the file.
    Place placeOf(std::string_view path) const;

    /// Null when `plugins` does not have it.
    const Plugin* plugin(std::string_view id) const;

    bool operator==(const Configuration&) const = default;
};

std::string_view word(Isolation isolation) noexcept;
std::string_view word(SlotClass slotClass) noexcept;

}  // namespace scaispeak::config
