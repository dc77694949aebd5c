#include "pluginhost/worker/worker_pool.hpp"

#include "pluginhost/loader/plugin_refused.hpp"
#include "pluginhost/loader/text.hpp"

#include <scaispeak/backend.h>

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <random>
#include <system_error>

namespace scaispeak::pluginhost {

namespace {

constexpr std::chrono::seconds startPatience{30};
constexpr std::chrono::seconds pongPatience{10};
constexpr std::chrono::seconds finishPatience{2};
constexpr std::chrono::milliseconds tick{200};
constexpr std::uint64_t framesPerSecond = 5'000;

std::function<double()> makeRandom()
{
    return [engine = std::minstd_rand(std::random_device{}())]() mutable {
        return std::uniform_real_distribution<double>(0, 1)(engine);
    };
}

}  // namespace

WorkerPool::WorkerPool(WorkerSpec spec, core::Logger& logger, const scs_host& host)
    : _spec(std::move(spec)),
      _reports(_spec.hello.pluginId, logger, host),
      _wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (!_wake) throw std::system_error(errno, std::generic_category(), "watching workers");
    for (std::uint32_t index = 0; index < _spec.workers; ++index)
        _places.push_back({CrashBreaker(makeRandom())});
    _thread = std::thread(&WorkerPool::run, this);
}

WorkerPool::~WorkerPool()
{
    stop();
}

void WorkerPool::stop() noexcept
{
    _roster.close();
    {
        const std::lock_guard lock(_mutex);
        _stopping = true;
    }
    wake();
    if (_thread.joinable()) _thread.join();
}

void WorkerPool::wake() noexcept
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(_wake.get(), &one, sizeof one);
}

WorkerPool::FirstStart WorkerPool::waitForFirst(std::chrono::milliseconds patience)
{
    std::unique_lock lock(_mutex);
    _first.wait_for(lock, patience, [this] { return _firstOver; });
    return _firstStart;
}

void WorkerPool::kill(WorkerProcess& worker, std::string_view why) noexcept
{
    _reports.killed(worker, why);
    worker.kill();
}

std::vector<WorkerStatus> WorkerPool::status() const
{
    const std::lock_guard lock(_mutex);
    std::vector<WorkerStatus> list;
    for (const auto& member : _members) {
        const WorkerProcess& process = *member->process;
        const char* state = member->finishing || member->leaving ? "retiring"
                            : process.ready                      ? "ready"
                                                                 : "starting";
        list.push_back(
            {process.pid(), state, process.served.load(std::memory_order_relaxed), process.hardening});
    }
    return list;
}

bool WorkerPool::isStopping() const
{
    const std::lock_guard lock(_mutex);
    return _stopping;
}

void WorkerPool::run()
{
    ::pthread_setname_np(::pthread_self(), "workers");
    for (;;) {
        const auto now = Clock::now();
        const bool stopping = isStopping();
        if (stopping && _members.empty()) return;
        if (!stopping) fillPlaces(now);
        if (now >= _nextSecond) eachSecond(now);
        endSome(stopping, now);
        await(now);
    }
}

bool WorkerPool::wantsStart(std::size_t place, Clock::time_point now) const
{
    const bool taken = std::ranges::any_of(_members, [place](const auto& member) {
        return member->place == place && !member->leaving && !member->finishing;
    });
    const CrashBreaker& breaker = _places[place].breaker;
    if (taken || now < breaker.nextStart()) return false;
    // In a crash loop one worker is tried at a time.
    return !breaker.open() || now - _lastProbe >= CrashBreaker::retryPause;
}

void WorkerPool::fillPlaces(Clock::time_point now)
{
    {
        const std::lock_guard lock(_mutex);
        if (!_firstStart.refusal.empty()) return;
    }
    for (std::size_t place = 0; place < _places.size(); ++place) {
        if (!wantsStart(place, now)) continue;
        if (_places[place].breaker.open()) _lastProbe = now;
        start(place);
    }
}

void WorkerPool::start(std::size_t place)
{
    try {
        auto process = std::make_shared<WorkerProcess>(_spec);
        process->lastPong = Clock::now();
        _reports.started(*process);
        WorkerProcess& worker = *process;
        auto member = std::make_unique<Member>(
            Member{std::move(process), place,
                   OutputLines([this, &worker](std::string_view line) { _reports.output(worker, line); })});
        const std::lock_guard lock(_mutex);
        _members.push_back(std::move(member));
    }
    catch (const std::exception& error) {
        _reports.notStarted(error.what());
        _places[place].breaker.died(false, Clock::now());
        updateCrashLoop();
    }
}

void WorkerPool::await(Clock::time_point now)
{
    std::vector<pollfd> watched{{_wake.get(), POLLIN, 0}};
    auto next = now + tick;
    for (const auto& member : _members) {
        watched.push_back({member->process->exitDescriptor(), POLLIN, 0});
        watched.push_back({member->process->control().descriptor(), POLLIN, 0});
        watched.push_back({member->process->outputDescriptor(), POLLIN, 0});
    }
    for (const Place& place : _places)
        if (place.breaker.nextStart() > now) next = std::min(next, place.breaker.nextStart());
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next - now).count();
    if (::poll(watched.data(), watched.size(), static_cast<int>(wait)) <= 0) return;

    std::uint64_t drained = 0;
    [[maybe_unused]] const ssize_t got = ::read(_wake.get(), &drained, sizeof drained);
    // From the last to the first, so that burying one moves none that is still to be looked at.
    for (std::size_t index = _members.size(); index-- > 0;) {
        Member& member = *_members[index];
        if (watched[2 + index * 3].revents != 0) readControl(member);
        if (watched[3 + index * 3].revents != 0) readOutput(member);
        if (watched[1 + index * 3].revents != 0) bury(index);
    }
}

void WorkerPool::readControl(Member& member)
{
    Frame frame;
    for (;;) {
        switch (member.process->control().tryReceive(frame)) {
            case Channel::Outcome::Done:
                if (++member.frames > framesPerSecond)
                    return kill(*member.process, "it floods its control socket");
                if (!takeControl(member, frame)) return kill(*member.process, "it broke the worker protocol");
                break;
            case Channel::Outcome::Later:
                return;
            case Channel::Outcome::Gone:
                // It closed what it needs to live: an end that pidfd tells of, or a descriptor that was shut.
                return member.process->closed();
            case Channel::Outcome::Broken:
                return kill(*member.process, "it broke the worker protocol");
        }
    }
}

bool WorkerPool::takeControl(Member& member, const Frame& frame)
{
    switch (frame.kind) {
        case FrameKind::Ready:
            if (member.process->ready) return false;
            takeReady(member, frame);
            return true;
        case FrameKind::Refused:
            takeRefused(member, frame);
            return true;
        case FrameKind::Pong:
            takePong(member, frame);
            return true;
        default:
            return _reports.pass(frame);
    }
}

void WorkerPool::takeReady(Member& member, const Frame& frame)
{
    FieldReader reader(frame.payload);
    const auto hardening = readPlainText(reader.take<scs_str>(), 256);
    WorkerProcess& process = *member.process;
    {
        const std::lock_guard lock(_mutex);
        process.hardening = hardening.value_or("");
        _firstStart.ready = true;
        _firstOver = true;
    }
    process.lastPong = Clock::now();
    _reports.ready(process);
    _first.notify_all();
    _roster.add(member.process);
    // Whoever it replaces ends its calls and goes.
    for (const auto& other : _members)
        if (other->place == member.place && other->leaving) _roster.retire(other->process);
}

void WorkerPool::takeRefused(Member& member, const Frame& frame)
{
    FieldReader reader(frame.payload);
    const auto step = reader.take<std::uint8_t>();
    const std::string_view reason =
        readPlainText(reader.take<scs_str>(), 8'192).value_or("it gave no reason");
    _reports.refused(*member.process, reason);
    const bool known = step <= static_cast<std::uint8_t>(LoadStep::Lookup);
    const std::lock_guard lock(_mutex);
    if (!_firstOver) {
        _firstStart.refusal =
            std::string(known ? word(static_cast<LoadStep>(step)) : "worker") + ": " + std::string(reason);
        _firstOver = true;
        _first.notify_all();
    }
}

void WorkerPool::takePong(Member& member, const Frame& frame)
{
    FieldReader reader(frame.payload);
    const auto status = reader.take<scs_status>();
    const auto state = reader.take<std::int32_t>();
    const auto reason = readPlainText(reader.take<scs_str>(), 64).value_or("");
    const auto message = readPlainText(reader.take<scs_str>(), 512).value_or("");
    member.process->lastPong = Clock::now();
    RosterHealth health{status == SCS_OK && state == SCS_HEALTH_OK, std::string(reason),
                        std::string(message)};
    if (status != SCS_OK) health.reason = "health_unknown";
    _roster.setHealth(*member.process, std::move(health));
}

void WorkerPool::readOutput(Member& member)
{
    std::array<char, 4'096> bytes;
    // A bounded share a turn: who writes without end must not keep this thread from the others.
    for (int turn = 0; turn < 16; ++turn) {
        const ssize_t got = ::read(member.process->outputDescriptor(), bytes.data(), bytes.size());
        if (got <= 0) return;
        member.output.add({bytes.data(), static_cast<std::size_t>(got)});
    }
}

void WorkerPool::bury(std::size_t index)
{
    Member& member = *_members[index];
    readControl(member);
    readOutput(member);
    member.output.finish();
    const WorkerExit exit = member.process->reap();
    _reports.ended(*member.process, exit, member.finishing);
    _roster.remove(member.process);
    if (!member.finishing && !member.leaving)
        _places[member.place].breaker.died(member.process->served.load() > 0, Clock::now());
    {
        const std::lock_guard lock(_mutex);
        _members.erase(_members.begin() + static_cast<std::ptrdiff_t>(index));
    }
    updateCrashLoop();
}

bool WorkerPool::allPlacesOpen() const
{
    return std::ranges::all_of(_places, [](const Place& place) { return place.breaker.open(); });
}

void WorkerPool::updateCrashLoop()
{
    const bool before = _roster.crashLoop();
    _roster.setCrashLoop(allPlacesOpen());
    const bool after = _roster.crashLoop();
    if (before != after) _reports.crashLoop(after);
    if (!after) return;
    const std::lock_guard lock(_mutex);
    _firstOver = true;
    _first.notify_all();
}

void WorkerPool::eachSecond(Clock::time_point now)
{
    _nextSecond = now + std::chrono::seconds(1);
    for (const auto& member : _members)
        checkMember(*member, now);
    for (const auto& member : _members) {
        if (member->process->served.load() == 0) continue;
        // One that works shows that the plugin does: the other places need not wait out their pauses.
        for (Place& place : _places)
            place.breaker.served();
        updateCrashLoop();
        break;
    }
}

void WorkerPool::checkMember(Member& member, Clock::time_point now)
{
    WorkerProcess& process = *member.process;
    member.frames = 0;
    if (!process.ready) {
        if (now - process.started() > startPatience) kill(process, "it was not ready within 30 s");
        return;
    }
    if (now - process.lastPong > pongPatience) return kill(process, "it has not answered for 10 s");
    if (member.finishing) return;
    process.tell(FrameKind::Ping);
    checkMemory(member);
    if (_spec.limits.calls > 0 && process.served.load() >= _spec.limits.calls)
        leave(member, "it has served its number of calls");
}

void WorkerPool::checkMemory(Member& member)
{
    if (_spec.limits.memory == 0) return;
    const std::uint64_t resident = member.process->residentMemory();
    if (resident > _spec.limits.memory / 4 * 5)
        kill(*member.process, "its memory is over five quarters of its limit");
    else if (resident > _spec.limits.memory)
        leave(member, "its memory is over its limit");
}

void WorkerPool::leave(Member& member, std::string_view why)
{
    if (member.leaving) return;
    _reports.retired(*member.process, why);
    const std::lock_guard lock(_mutex);
    member.leaving = true;
}

void WorkerPool::endSome(bool stopping, Clock::time_point now)
{
    for (const auto& member : _members) {
        WorkerProcess& process = *member->process;
        if (member->finishing) {
            if (now >= member->finishBy) process.kill();
            continue;
        }
        // Calls that run get as long as the plugin has to end.
        if (stopping && member->finishBy == Clock::time_point::max()) {
            _roster.retire(member->process);
            member->finishBy = now + finishPatience;
        }
        const bool free = !process.ready || _roster.idle(member->process);
        if (process.retiring && (free || now >= member->finishBy)) finish(*member, now);
    }
}

void WorkerPool::finish(Member& member, Clock::time_point now)
{
    {
        const std::lock_guard lock(_mutex);
        member.finishing = true;
    }
    member.finishBy = now + finishPatience;
    if (!member.process->ready || !member.process->tell(FrameKind::Finish)) member.process->kill();
}

}  // namespace scaispeak::pluginhost
