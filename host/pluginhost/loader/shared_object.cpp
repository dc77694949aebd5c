#include "pluginhost/loader/shared_object.hpp"

#include "pluginhost/loader/plugin_refused.hpp"

#include <boost/dll/shared_library.hpp>
#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace scaispeak::pluginhost {

namespace {

/// The exception passed through the dynamic linker, which stays locked for ever: every thread that begins,
/// ends or throws would wait for it. A host that is gone is better than one that only looks as if it were
/// there.
[[noreturn]] void endProcess(const std::filesystem::path& file)
{
    std::fprintf(
        stderr,
        "a constructor in %s threw an exception, after which nothing can be loaded or unwound in this "
        "process: report it to the plugin's vendor; until then configure isolation: worker for it, or "
        "remove it\n",
        file.c_str());
    std::_Exit(EXIT_FAILURE);
}

}  // namespace

struct SharedObject::Library
{
    boost::dll::shared_library file;
};

SharedObject::SharedObject(const std::string& id, const std::filesystem::path& file)
    : _library(std::make_unique<Library>())
{
    namespace mode = boost::dll::load_mode;
    boost::dll::fs::error_code error;
    try {
        _library->file.load(file, error,
                            mode::rtld_now | mode::rtld_local | static_cast<mode::type>(RTLD_NODELETE));
    }
    catch (...) {
        endProcess(file);
    }
    if (!error) return;
    const char* reason = ::dlerror();
    throw PluginRefused(LoadStep::Open, id,
                        (reason != nullptr ? std::string(reason) : error.message()) +
                            "; install the library it names, or a build of the plugin for this system");
}

SharedObject::~SharedObject() = default;
SharedObject::SharedObject(SharedObject&&) noexcept = default;
SharedObject& SharedObject::operator=(SharedObject&&) noexcept = default;

void* SharedObject::symbol(const std::string& name) const
{
    return _library->file.has(name) ? ::dlsym(_library->file.native(), name.c_str()) : nullptr;
}

}  // namespace scaispeak::pluginhost
