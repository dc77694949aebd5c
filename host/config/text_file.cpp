#include "config/text_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace scaispeak::config {
namespace {

std::string readAll(int descriptor, std::size_t limit, TextFile& result)
{
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0) return std::generic_category().message(errno);
    if (!S_ISREG(status.st_mode)) return "it is not a regular file";
    while (result.text.size() < limit) {
        char buffer[8192];
        const ssize_t got = ::read(descriptor, buffer, std::min(sizeof buffer, limit - result.text.size()));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::generic_category().message(errno);
        if (got == 0) break;
        result.text.append(buffer, static_cast<std::size_t>(got));
    }
    return {};
}

}  // namespace

TextFile readTextFile(const std::filesystem::path& file, std::size_t limit)
{
    TextFile result;
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) {
        result.error = std::generic_category().message(errno);
        return result;
    }
    result.error = readAll(descriptor, limit, result);
    ::close(descriptor);
    return result;
}

}  // namespace scaispeak::config
