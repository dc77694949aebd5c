#include "check_lists.hpp"
#include "elf_symbols.hpp"
#include "pluginhost/loader/manifest.hpp"
#include "pluginhost/loader/plugin_file.hpp"
#include "subject.hpp"

#include <scaispeak/abi.h>

#include <dlfcn.h>
#include <link.h>

#include <algorithm>
#include <map>

namespace scaispeak::check {

namespace {

std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t index = 0; index < names.size() && index < 5; ++index)
        text += (index == 0 ? "" : ", ") + names[index];
    return names.size() > 5 ? text + " and " + std::to_string(names.size() - 5) + " more" : text;
}

std::string exports(Subject& subject)
{
    auto names = readElfSymbols(subject.file()).exported;
    std::erase(names, SCS_ENTRY_POINT);
    require(names.empty(), "exports " + listed(names) +
                               " beside " SCS_ENTRY_POINT
                               ": build with hidden visibility and the SDK's export map");
    return {};
}

std::string uniqueSymbols(Subject& subject)
{
    const auto names = readElfSymbols(subject.file()).unique;
    require(names.empty(), "has GNU_UNIQUE symbols (" + listed(names) +
                               "), which all plugins would share: build with -fno-gnu-unique");
    return {};
}

bool ofSanitizer(std::string_view name)
{
    return std::ranges::any_of(
        std::initializer_list<std::string_view>{"__asan_", "__ubsan_", "__tsan_", "__sanitizer_"},
        [&](std::string_view prefix) { return name.starts_with(prefix); });
}

// Asks the dynamic linker, library by library of what the plugin needs: what only this program happens to
// have would be missing in another one.
std::string undefinedSymbols(Subject& subject)
{
    auto names = readElfSymbols(subject.file()).undefined;
    void* library = ::dlopen(subject.file().c_str(), RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) throw Failure(std::string("cannot be opened: ") + ::dlerror());
    std::erase_if(names, [&](const std::string& name) {
        return ofSanitizer(name) || ::dlsym(library, name.c_str()) != nullptr;
    });
    require(names.empty(),
            "uses " + listed(names) +
                ", which no library it needs defines: link what defines it, and with -Wl,-z,defs");
    return {};
}

std::string stem(const std::string& library)
{
    return library.substr(0, library.find(".so"));
}

int addLoaded(dl_phdr_info* info, std::size_t, void* into)
{
    const std::string name = std::filesystem::path(info->dlpi_name).filename();
    if (name.find(".so") != std::string::npos)
        (*static_cast<std::map<std::string, std::string>*>(into))[stem(name)] = name;
    return 0;
}

// The dynamic linker looks into the host's libraries first: another version of one would be mixed with it.
std::string neededLibraries(Subject& subject)
{
    std::map<std::string, std::string> ours;
    ::dl_iterate_phdr(&addLoaded, &ours);
    for (const std::string& needed : readElfSymbols(subject.file()).needed) {
        require(!needed.starts_with("libPoco"),
                "needs " + needed +
                    ", which the host has in a version of its own: link it statically, or do without");
        require(!needed.starts_with("libc++"),
                "needs " + needed + ", which would be mixed with the host's libstdc++: link its archive");
        const auto found = ours.find(stem(needed));
        require(found == ours.end() || found->second == needed,
                "needs " + needed + ", and the host has " + (found == ours.end() ? "" : found->second) +
                    ": link it statically, or build with the host's version");
    }
    return {};
}

std::string runPath(Subject& subject)
{
    const std::string path = readElfSymbols(subject.file()).runPath;
    require(path.empty(),
            "looks for libraries in " + path +
                ": build without a run path (CMake: SKIP_BUILD_RPATH, or scaispeak_add_plugin)");
    return {};
}

std::string stack(Subject& subject)
{
    require(!readElfSymbols(subject.file()).executableStack,
            "wants an executable stack, which would open the whole host: link with -Wl,-z,noexecstack");
    return {};
}

std::string owner(Subject& subject)
{
    pluginhost::checkedPluginFile(subject.id(), subject.file());
    return {};
}

std::string manifest(Subject& subject)
{
    const auto manifest = pluginhost::readManifest(subject.id(), subject.file());
    const auto differences = pluginhost::manifestDifferences(manifest, subject.plugin().manifest());
    require(differences.empty(), "the manifest is another plugin's: " + listed(differences) +
                                     "; make it again: " + pluginhost::manifestCommand(subject.file()));
    return {};
}

}  // namespace

Checks fileChecks()
{
    return {
        {"file-exports", 1, 10, "The library exports the one entry point and nothing else.", exports},
        {"file-undefined", 1, 10, "Every symbol it uses is in a library that it names.", undefinedSymbols},
        {"file-unique", 1, 10, "It has no GNU_UNIQUE symbols, which all plugins of a process share.",
         uniqueSymbols},
        {"file-libraries", 1, 10, "It needs no library that the host has in another version.",
         neededLibraries},
        {"file-run-path", 1, 10, "It has no run path.", runPath},
        {"file-stack", 1, 10, "It does not ask for an executable stack.", stack},
        {"file-owner", 1, 10, "File and folder can be written by nobody but their owner.", owner},
        {"file-manifest", 1, 10, "The manifest beside it says what the plugin says.", manifest},
    };
}

}  // namespace scaispeak::check
