#include "ctl/api_key_file.hpp"

#include "ctl/command_failure.hpp"
#include "ctl/descriptor.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <ostream>

namespace scaispeak::ctl {
namespace {

constexpr std::size_t longestKey = 16384;  // A JWT with many claims is a few thousand.

}  // namespace

std::string readKeyFile(const std::string& path, std::ostream& err)
{
    const Descriptor file = openFile(path, O_RDONLY);
    struct stat status = {};
    if (::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode) &&
        (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        err << "warning: other users may read the key in " << path << ": chmod 600 it\n";
    std::string key = readAll(file, longestKey, path);
    key.erase(key.find_last_not_of("\r\n") + 1);
    checkKey(key, path);
    return key;
}

void checkKey(const std::string& key, const std::string& source)
{
    const auto visible = [](char c) { return c > ' ' && c < 0x7F; };
    if (key.empty()) throw CommandFailure(ExitCode::Usage, "there is no key in " + source);
    if (!std::ranges::all_of(key, visible))
        throw CommandFailure(ExitCode::Usage,
                             "what is in " + source + " is not a key: it must be one word on one line");
}

}  // namespace scaispeak::ctl
