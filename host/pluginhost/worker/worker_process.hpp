#pragma once

#include "pluginhost/wire/channel.hpp"
#include "pluginhost/worker/worker_spec.hpp"

#include <scaispeak/abi.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace scaispeak::pluginhost {

/// How a worker process ended.
struct WorkerExit
{
    int signal = 0;  ///< 0 = it ended by itself,
    int status = 0;  ///< with this status.
};

/// One running scaispeak-worker: its process, its sockets and the pipe of its output. Made by the pool's own
/// thread, which must live as long: the kernel ends the worker with the thread that started it.
class WorkerProcess
{
public:
    using Clock = std::chrono::steady_clock;

    struct Lane
    {
        Channel channel;
        // Of the roster's mutex.
        bool leased = false;
        bool suspect = false;  ///< The call on it may be what ended another worker.
    };

    /// Throws std::system_error.
    explicit WorkerProcess(const WorkerSpec& spec);
    /// Ends and reaps a process that is still there.
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    pid_t pid() const { return _pid; }
    int exitDescriptor() const { return _exit.get(); }
    int outputDescriptor() const { return _output.get(); }
    Channel& control() { return _control; }
    std::vector<Lane>& lanes() { return _lanes; }
    Clock::time_point started() const { return _started; }

    /// Any thread. False when the worker does not take it.
    bool tell(FrameKind kind, std::span<const std::byte> payload = {}) noexcept;
    /// Any thread; harmless when it is gone already.
    void kill() noexcept;
    /// It closed a socket it needs: it is ending, else it is killed. Any thread.
    void closed() noexcept;
    /// Was it killed, and not by this program? False as long as it lives. Any thread.
    bool killedByOthers() noexcept;
    /// Waits for the end of a process that is ending; once.
    WorkerExit reap() noexcept;
    /// Bytes that are resident now; 0 when that cannot be said.
    std::uint64_t residentMemory() const noexcept;

    // Set by the pool's thread, seen by callers and by who asks for the status.
    std::atomic<bool> ready{false};
    std::atomic<bool> retiring{false};  ///< Takes no call any more.
    std::uint64_t calls = 0;
    std::string hardening;
    Clock::time_point lastPong{};
    bool healthy = true;
    std::string healthReason;
    std::string healthMessage;

    /// Calls that came back from it; any thread.
    std::atomic<std::uint64_t> served{0};

private:
    void spawn(const WorkerSpec& spec, std::vector<OwnedDescriptor>& childEnds, int output);

    Clock::time_point _started = Clock::now();
    pid_t _pid = -1;
    bool _reaped = false;
    std::atomic<bool> _condemned{false};  ///< Killed by this program.
    std::mutex _ending;
    std::optional<WorkerExit> _ended;  ///< Since it was reaped.
    OwnedDescriptor _exit;
    OwnedDescriptor _output;
    Channel _control;
    std::mutex _sending;
    std::vector<Lane> _lanes;
};

}  // namespace scaispeak::pluginhost
