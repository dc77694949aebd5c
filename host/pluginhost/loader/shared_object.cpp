#include "pluginhost/loader/shared_object.hpp"

#include "pluginhost/loader/plugin_refused.hpp"

#include <boost/dll/shared_library.hpp>
#include <dlfcn.h>

#include <string_view>

namespace scaispeak::pluginhost {

namespace {

/// The dynamic linker's own words; Boost wraps them in the name of a function and a wrong "Bad file
/// descriptor".
std::string linkerMessage(std::string_view text)
{
    constexpr std::string_view opening = "dlerror system message: ";
    const auto begin = text.find(opening);
    if (begin == std::string_view::npos) return std::string(text);
    text.remove_prefix(begin + opening.size());
    return std::string(text.substr(0, text.rfind("): ")));
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
    try {
        _library->file.load(file, mode::rtld_now | mode::rtld_local | static_cast<mode::type>(RTLD_NODELETE));
    }
    catch (const std::exception& error) {
        throw PluginRefused(LoadStep::Open, id,
                            linkerMessage(error.what()) +
                                "; install the library it names, or a build of the plugin for this system");
    }
    catch (...) {
        throw PluginRefused(LoadStep::Open, id,
                            "a constructor in the file threw: report it to the plugin's vendor");
    }
}

SharedObject::~SharedObject() = default;
SharedObject::SharedObject(SharedObject&&) noexcept = default;
SharedObject& SharedObject::operator=(SharedObject&&) noexcept = default;

void* SharedObject::symbol(const std::string& name) const
{
    return _library->file.has(name) ? ::dlsym(_library->file.native(), name.c_str()) : nullptr;
}

}  // namespace scaispeak::pluginhost
