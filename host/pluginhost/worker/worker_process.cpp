#include "pluginhost/worker/worker_process.hpp"

#include "pluginhost/worker/worker_environment.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <system_error>

namespace scaispeak::pluginhost {

namespace {

// A call's thread looks this often whether the call is still wanted.
constexpr std::chrono::milliseconds lookAgain{20};
constexpr std::chrono::milliseconds sendPatience{1'000};
// The worker's ends lie above all numbers they are moved to, so that no move lands on one still needed.
constexpr int aboveAll = 512;
// A process closes its sockets on its way out; what takes longer closed them for another reason.
constexpr int endPatience = 100;

[[noreturn]] void fail(int error, const char* what)
{
    throw std::system_error(error, std::generic_category(), what);
}

class FileActions
{
public:
    FileActions() { ::posix_spawn_file_actions_init(&_actions); }
    ~FileActions() { ::posix_spawn_file_actions_destroy(&_actions); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;

    void move(int from, int to) { check(::posix_spawn_file_actions_adddup2(&_actions, from, to)); }
    void open(int number, const char* path, int flags)
    {
        check(::posix_spawn_file_actions_addopen(&_actions, number, path, flags, 0));
    }
    void closeFrom(int number) { check(::posix_spawn_file_actions_addclosefrom_np(&_actions, number)); }
    const posix_spawn_file_actions_t* get() const { return &_actions; }

private:
    static void check(int error)
    {
        if (error != 0) fail(error, "preparing a worker process");
    }
    posix_spawn_file_actions_t _actions{};
};

/// The worker begins with no signal blocked and none ignored, whatever its host does with them.
class Attributes
{
public:
    Attributes()
    {
        ::posix_spawnattr_init(&_attributes);
        sigset_t none;
        sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&_attributes, &none);
        ::posix_spawnattr_setsigdefault(&_attributes, &all);
        ::posix_spawnattr_setflags(&_attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~Attributes() { ::posix_spawnattr_destroy(&_attributes); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;

    const posix_spawnattr_t* get() const { return &_attributes; }

private:
    posix_spawnattr_t _attributes{};
};

OwnedDescriptor lifted(OwnedDescriptor descriptor)
{
    OwnedDescriptor high(::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, aboveAll));
    if (!high) fail(errno, "no descriptor for a worker");
    return high;
}

}  // namespace

WorkerProcess::WorkerProcess(const WorkerSpec& spec)
{
    std::vector<OwnedDescriptor> childEnds;
    const auto connect = [&childEnds] {
        auto [ours, theirs] = makeSocketPair();
        childEnds.push_back(lifted(std::move(theirs)));
        return Channel(std::move(ours));
    };
    _control = connect();
    childEnds.push_back(lifted(writeHello(spec.hello)));
    for (std::uint32_t index = 0; index < spec.hello.lanes; ++index) {
        Lane& lane = _lanes.emplace_back();
        lane.channel = connect();
        lane.channel.setPatience(lookAgain, sendPatience);
    }
    int pipe[2];
    if (::pipe2(pipe, O_CLOEXEC) != 0) fail(errno, "no pipe for a worker's output");
    _output = OwnedDescriptor(pipe[0]);
    const OwnedDescriptor output = lifted(OwnedDescriptor(pipe[1]));
    ::fcntl(_output.get(), F_SETFL, O_NONBLOCK);
    spawn(spec, childEnds, output.get());
    _exit = OwnedDescriptor(static_cast<int>(::syscall(SYS_pidfd_open, _pid, 0)));
    if (!_exit) {
        const int error = errno;
        kill();
        reap();
        fail(error, "watching a worker process");
    }
}

WorkerProcess::~WorkerProcess()
{
    if (_reaped) return;
    kill();
    reap();
}

void WorkerProcess::spawn(const WorkerSpec& spec, std::vector<OwnedDescriptor>& childEnds, int output)
{
    FileActions actions;
    actions.open(0, "/dev/null", O_RDONLY);
    actions.move(output, 1);
    actions.move(output, 2);
    int number = controlDescriptor;
    for (const OwnedDescriptor& end : childEnds)
        actions.move(end.get(), number++);
    actions.closeFrom(number);

    const Attributes attributes;
    std::string program = spec.program.string();
    std::string id = spec.hello.pluginId;
    std::string parent = std::to_string(::getpid());
    char* arguments[] = {program.data(), id.data(), parent.data(), nullptr};
    const WorkerEnvironment environment;
    const int error =
        ::posix_spawn(&_pid, program.c_str(), actions.get(), attributes.get(), arguments, environment.get());
    if (error != 0) {
        _reaped = true;
        fail(error, ("starting " + program).c_str());
    }
}

bool WorkerProcess::tell(FrameKind kind, std::span<const std::byte> payload) noexcept
{
    const std::lock_guard lock(_sending);
    return _control.trySend(kind, payload) == Channel::Outcome::Done;
}

void WorkerProcess::kill() noexcept
{
    _condemned = true;
    // By the process' own descriptor, which never means another one; before there is one it cannot be gone.
    if (_exit)
        ::syscall(SYS_pidfd_send_signal, _exit.get(), SIGKILL, nullptr, 0);
    else
        ::kill(_pid, SIGKILL);
}

void WorkerProcess::closed() noexcept
{
    pollfd exit{_exit.get(), POLLIN, 0};
    if (::poll(&exit, 1, endPatience) == 0) kill();
}

bool WorkerProcess::killedByOthers() noexcept
{
    const std::lock_guard lock(_ending);
    if (_condemned) return false;
    if (_ended) return _ended->signal == SIGKILL;
    siginfo_t info{};
    // It is left for the pool to reap.
    const int waited = ::waitid(P_PIDFD, static_cast<id_t>(_exit.get()), &info, WEXITED | WNOHANG | WNOWAIT);
    return waited == 0 && info.si_pid == _pid && info.si_code == CLD_KILLED && info.si_status == SIGKILL;
}

WorkerExit WorkerProcess::reap() noexcept
{
    const std::lock_guard lock(_ending);
    int status = 0;
    while (::waitpid(_pid, &status, 0) < 0 && errno == EINTR) {
    }
    _reaped = true;
    WorkerExit exit;
    if (WIFSIGNALED(status))
        exit.signal = WTERMSIG(status);
    else
        exit.status = WEXITSTATUS(status);
    _ended = exit;
    return exit;
}

std::uint64_t WorkerProcess::residentMemory() const noexcept
{
    try {
        std::ifstream in("/proc/" + std::to_string(_pid) + "/statm");
        std::uint64_t size = 0;
        std::uint64_t resident = 0;
        if (!(in >> size >> resident)) return 0;
        return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    }
    catch (...) {
        return 0;
    }
}

}  // namespace scaispeak::pluginhost
