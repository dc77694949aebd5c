#include "pluginhost/loader/process_state.hpp"

#include "pluginhost/loader/float_mode.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

namespace scaispeak::pluginhost {

namespace {

constexpr std::pair<int, const char*> signals[] = {{SIGINT, "SIGINT"},   {SIGTERM, "SIGTERM"},
                                                   {SIGQUIT, "SIGQUIT"}, {SIGHUP, "SIGHUP"},
                                                   {SIGPIPE, "SIGPIPE"}, {SIGCHLD, "SIGCHLD"}};

constexpr std::pair<int, const char*> categories[] = {{LC_NUMERIC, "LC_NUMERIC"},
                                                      {LC_TIME, "LC_TIME"},
                                                      {LC_COLLATE, "LC_COLLATE"},
                                                      {LC_MONETARY, "LC_MONETARY"},
                                                      {LC_MESSAGES, "LC_MESSAGES"}};

std::string workingFolder()
{
    std::error_code error;
    return std::filesystem::current_path(error).string();
}

/// As /proc tells it: umask itself tells it only to who changes it, for the files of all threads.
mode_t fileMask()
{
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line))
        if (line.starts_with("Umask:"))
            return static_cast<mode_t>(std::strtoul(line.c_str() + 6, nullptr, 8));
    return 0;
}

bool same(const struct sigaction& left, const struct sigaction& right)
{
    // The handler lies in one place, whichever of its two forms it has. glibc adds a flag of its own whenever
    // one is set, so flags say nothing.
    return left.sa_handler == right.sa_handler;
}

}  // namespace

ProcessState::ProcessState() : _folder(workingFolder()), _mask(fileMask())
{
    for (const auto& [number, name] : signals)
        ::sigaction(number, nullptr, &_signals[number]);
    for (const auto& [category, name] : categories)
        _locale[category] = std::setlocale(category, nullptr);
}

std::vector<std::string> ProcessState::restore() const
{
    std::vector<std::string> changed;
    for (const auto& [number, name] : signals) {
        struct sigaction now = {};
        ::sigaction(number, nullptr, &now);
        if (same(now, _signals.at(number))) continue;
        ::sigaction(number, &_signals.at(number), nullptr);
        changed.emplace_back(name);
    }
    for (const auto& [category, name] : categories) {
        if (std::setlocale(category, nullptr) == _locale.at(category)) continue;
        std::setlocale(category, _locale.at(category).c_str());
        changed.push_back(std::string("the locale (") + name + ")");
    }
    if (!_folder.empty() && workingFolder() != _folder && ::chdir(_folder.c_str()) == 0)
        changed.emplace_back("the working folder");
    // 0 is an old kernel that does not tell.
    if (_mask != 0 && fileMask() != _mask) {
        ::umask(_mask);
        changed.emplace_back("the mask of new files");
    }
    if (resetFloatMode()) changed.emplace_back("the floating-point mode");
    return changed;
}

std::string joinedNames(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace scaispeak::pluginhost
