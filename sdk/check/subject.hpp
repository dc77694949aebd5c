#pragma once

#include "check_host.hpp"
#include "pluginhost/loader/plugin_loader.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace scaispeak::check {

/// The plugin that is checked, and how. For one thread, but for enter().
class Subject
{
public:
    /// `peer` is the address of the peer that was started for it; empty = none.
    Subject(std::filesystem::path file, std::uint64_t seed, std::string peer);

    const std::filesystem::path& file() const noexcept { return _file; }
    const std::string& id() const noexcept { return _id; }
    std::uint64_t seed() const noexcept { return _seed; }

    /// Loaded at the first use. Throws PluginRefused.
    const pluginhost::LoadedPlugin& plugin();
    /// What an instance is made with, as JSON text: that of `<id>.check.json`, else {}. Throws Unmet when
    /// that does not fit the schema, Failure when the file is no such file.
    const std::string& config();
    /// That of `<id>.check.json`; may be empty. Throws Failure when the file is no such file.
    std::string token() const;

    /// Keeps calls apart as the host would by the plugin's threading; an empty lock where it need not.
    std::unique_lock<std::mutex> enter();

private:
    std::string readConfig();

    std::filesystem::path _file;
    std::string _id;
    std::uint64_t _seed;
    std::string _peer;
    std::optional<pluginhost::LoadedPlugin> _plugin;
    std::optional<std::string> _config;
    std::mutex _gate;
};

/// An instance with a host of its own, as long as this lives.
class Instance
{
public:
    /// `prepare` sets up the host before. Throws Failure when create fails.
    explicit Instance(Subject& subject, const std::function<void(CheckHost&)>& prepare = {});
    ~Instance();
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    void* get() const noexcept { return _instance; }
    CheckHost& host() noexcept { return _host; }

private:
    const pluginhost::Descriptor& _descriptor;
    CheckHost _host;
    void* _instance = nullptr;
};

}  // namespace scaispeak::check
