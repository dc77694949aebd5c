#include "store/sqlite_file.hpp"

#include "core/failure.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace scaispeak::store {
namespace {

constexpr mode_t folderMode = 0700;
constexpr mode_t fileMode = 0600;
constexpr mode_t othersMask = 0077;

[[noreturn]] void refuse(const std::filesystem::path& path, const char* what, int error)
{
    throw core::Failure(core::ErrorCode::StorageUnavailable,
                        std::string("The database ") + what + " '" + path.string() +
                            "' cannot be opened: " + std::generic_category().message(error) +
                            ". Check database.url and that the service user may write there.");
}

void makeFolders(const std::filesystem::path& folder)
{
    if (folder.empty() || std::filesystem::exists(folder)) return;
    makeFolders(folder.parent_path());
    if (mkdir(folder.c_str(), folderMode) != 0 && errno != EEXIST) refuse(folder, "folder", errno);
}

}  // namespace

void preparePrivateFile(const std::string& path)
{
    std::error_code error;
    const std::filesystem::path file(path);
    if (!std::filesystem::exists(file.parent_path(), error)) makeFolders(file.parent_path());

    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, fileMode);
    if (descriptor < 0) refuse(file, "file", errno);
    struct stat status
    {};
    int failed = fstat(descriptor, &status);
    if (failed == 0 && (status.st_mode & othersMask) != 0) failed = fchmod(descriptor, fileMode);
    const int reason = errno;
    close(descriptor);
    if (failed != 0) refuse(file, "file", reason);
}

}  // namespace scaispeak::store
