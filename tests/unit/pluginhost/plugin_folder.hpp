#pragma once

#include "pluginhost/loader/manifest.hpp"
#include "pluginhost/loader/plugin_loader.hpp"
#include "pluginhost/loader/pretty_json.hpp"

#include <cppunit/TestAssert.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

/// A folder of its own, as plugins are installed: nobody else may write there. Gone with the object.
class PluginFolder
{
public:
    PluginFolder()
    {
        std::string name = std::filesystem::temp_directory_path() / "scaispeak-plugins-XXXXXX";
        CPPUNIT_ASSERT(::mkdtemp(name.data()) != nullptr);
        _path = std::filesystem::canonical(name);
        permit(_path, 0755);
    }
    ~PluginFolder() { std::filesystem::remove_all(_path); }
    PluginFolder(const PluginFolder&) = delete;
    PluginFolder& operator=(const PluginFolder&) = delete;

    const std::filesystem::path& path() const { return _path; }
    std::filesystem::path file(const std::string& id) const { return _path / (id + ".so"); }

    static void permit(const std::filesystem::path& path, unsigned mode)
    {
        std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
    }

    std::filesystem::path write(const std::string& name, const std::string& text) const
    {
        std::ofstream(_path / name, std::ios::binary) << text;
        permit(_path / name, 0644);
        return _path / name;
    }

    /// Copies bad-<sin>.so here, with the manifest of the one that has nothing wrong, under its own id.
    std::filesystem::path install(const std::string& id) const
    {
        std::filesystem::copy_file(std::filesystem::path(BAD_PLUGINS) / (id + ".so"), file(id));
        permit(file(id), 0755);
        boost::json::object manifest = goodManifest();
        manifest["id"] = id;
        writeManifest(id, manifest);
        return file(id);
    }

    void writeManifest(const std::string& id, const boost::json::object& manifest) const
    {
        write(id + ".json", scaispeak::pluginhost::prettyJson(manifest));
    }

    static boost::json::object goodManifest()
    {
        return scaispeak::pluginhost::PluginLoader()
            .inspect(std::filesystem::path(BAD_PLUGINS) / "bad-nothing.so")
            .manifest();
    }

private:
    std::filesystem::path _path;
};
