#pragma once

#include <sys/types.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace scaispeak::check {

/// The peer does not start, with the reason.
class PeerFailed : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// What a plugin talks to, started for the time it is checked: it and all of its process group end with this.
class PeerProcess
{
public:
    /// Starts the command in `folder` and waits up to 2 s for its line "ready ADDRESS" on standard output.
    /// Throws PeerFailed when it does not come.
    PeerProcess(const std::vector<std::string>& command, const std::filesystem::path& folder);
    ~PeerProcess();
    PeerProcess(const PeerProcess&) = delete;
    PeerProcess& operator=(const PeerProcess&) = delete;

    const std::string& address() const noexcept { return _address; }

private:
    void awaitReady();
    void end() noexcept;

    pid_t _process = -1;
    int _output = -1;
    std::string _address;
};

}  // namespace scaispeak::check
