#include "pluginhost/loader/plugin_file.hpp"

#include "pluginhost/loader/plugin_refused.hpp"
#include "pluginhost/loader/text.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace scaispeak::pluginhost {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const std::string& id, const std::string& reason)
{
    throw PluginRefused(LoadStep::Path, id, reason);
}

fs::path resolved(const std::string& id, const fs::path& path)
{
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (error)
        refuse(id, path.string() + ": " + error.message() +
                       "; install the plugin there, or correct plugin_dir or its path in the configuration");
    return real;
}

bool liesIn(const fs::path& file, const fs::path& folder)
{
    const auto [rest, unused] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
    return rest == folder.end();
}

}  // namespace

void checkOwnedAlone(const std::string& id, const fs::path& path)
{
    struct stat about = {};
    if (::stat(path.c_str(), &about) != 0)
        refuse(id, path.string() + ": " + std::generic_category().message(errno));
    if (about.st_uid != 0 && about.st_uid != ::geteuid())
        refuse(id,
               path.string() + " belongs to user number " + std::to_string(about.st_uid) +
                   ", who could change it; it must belong to root or to the user of this process: chown it");
    if ((about.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        refuse(id, path.string() + " can be written by others than its owner: chmod go-w " + path.string());
}

fs::path checkedPluginFile(const std::string& id, const fs::path& named)
{
    if (!isPluginId(id)) refuse(id, "an id is 3 to 64 of a-z, 0-9 and '-': correct it in the configuration");
    if (!named.is_absolute())
        refuse(id, "the path " + named.string() + " is not absolute: give it from the root folder on");
    if (named.filename() != id + ".so")
        refuse(id, named.string() + " is not named " + id + ".so: file name and id must be the same");

    const fs::path folder = resolved(id, named.parent_path());
    const fs::path file = resolved(id, named);
    if (!fs::is_regular_file(file))
        refuse(id, file.string() + " is not a regular file: name the plugin's .so");
    if (!liesIn(file, folder))
        refuse(id, named.string() + " is a link to " + file.string() + ", which is outside " +
                       folder.string() + ": copy the plugin there, or configure the path of the real file");
    checkOwnedAlone(id, folder);
    if (file.parent_path() != folder) checkOwnedAlone(id, file.parent_path());
    checkOwnedAlone(id, file);
    return file;
}

}  // namespace scaispeak::pluginhost
