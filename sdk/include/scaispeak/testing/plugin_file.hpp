#pragma once

#include "fake_host.hpp"

#include <dlfcn.h>

#include <stdexcept>

namespace scaispeak::testing {

/// A built plugin, opened as the host does it; stays loaded until the program ends, as there.
class PluginFile
{
public:
    /// Throws when it does not load.
    explicit PluginFile(const std::string& path)
    {
        void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
        if (handle == nullptr) throw std::runtime_error(dlerror());
        const auto entry = reinterpret_cast<scs_entry_point>(dlsym(handle, SCS_ENTRY_POINT));
        if (entry == nullptr) throw std::runtime_error(path + " exports no " SCS_ENTRY_POINT);
        _plugin = entry();
    }

    /// Nobody's to free.
    const scs_plugin& descriptor() const noexcept { return *_plugin; }
    /// E.g. interface<scs_backend>(SCS_BACKEND_1); null when the plugin does not offer it.
    template <class Table>
    const Table* interface(std::string_view id) const
    {
        return static_cast<const Table*>(_plugin->get_interface(raw(id)));
    }

private:
    const scs_plugin* _plugin = nullptr;
};

/// An instance of a plugin, as long as this object lives. `config` is JSON text.
class PluginInstance
{
public:
    /// Throws std::runtime_error with the public message when create fails.
    PluginInstance(const PluginFile& file, FakeHost& host, std::string_view config = "{}") : _file(file)
    {
        CapturedError error;
        const scs_status status =
            file.descriptor().create(&host.table(), raw(config), &_instance, error.raw());
        if (status != SCS_OK) throw std::runtime_error(error.publicMessage);
    }
    ~PluginInstance() { _file.descriptor().destroy(_instance); }
    PluginInstance(const PluginInstance&) = delete;
    PluginInstance& operator=(const PluginInstance&) = delete;

    void* get() const noexcept { return _instance; }

private:
    const PluginFile& _file;
    void* _instance = nullptr;
};

}  // namespace scaispeak::testing
