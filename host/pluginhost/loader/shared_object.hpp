#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace scaispeak::pluginhost {

/// An opened .so. Its code stays mapped until the process ends (RTLD_NODELETE), whatever becomes of this
/// object: threads, thread-local destructors and atexit handlers of a plugin may outlive every use of it.
class SharedObject
{
public:
    /// Steps "open": runs the constructors in the file. Throws PluginRefused.
    SharedObject(const std::string& id, const std::filesystem::path& file);
    ~SharedObject();
    SharedObject(SharedObject&&) noexcept;
    SharedObject& operator=(SharedObject&&) noexcept;

    /// Address of an exported function, or nullptr.
    void* symbol(const std::string& name) const;

private:
    struct Library;
    std::unique_ptr<Library> _library;
};

}  // namespace scaispeak::pluginhost
