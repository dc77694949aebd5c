#include "pluginhost/worker/remote_call.hpp"

#include "pluginhost/loader/text.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::pluginhost {

namespace {

constexpr std::chrono::seconds patienceWithoutCall{10};
constexpr std::chrono::seconds stopGrace{1};
// Once more, as the contract says: a text that kills engines must not go through all of them.
constexpr int mostBlamed = 2;
// Whatever they died of.
constexpr int mostTries = 6;
// For what goes before the arguments.
constexpr std::size_t headRoom = 4'096;

class Silence : public RemoteListener
{
public:
    scs_status take(FrameKind, FieldReader&) override { return SCS_CLOSED; }
    bool passedOn() const override { return false; }
};

/// May it be made again when its worker died and nobody saw anything of it?
bool repeatable(Function function)
{
    switch (function) {
        case Function::Describe:
        case Function::ListVoices:
        case Function::Synthesize:
        case Function::ListNodes:
        case Function::OpenWrite:
        case Function::OpenRead:
        case Function::Stat:
        case Function::List:
        case Function::ListShares:
        case Function::ListChildren:
        case Function::Prepare:
        case Function::Fetch:
        case Function::Authenticate:
        case Function::OpenClip:
            return true;
        default:
            return false;
    }
}

scs_str orNone(const scs_call* call, scs_str scs_call::*member)
{
    return call != nullptr ? call->*member : scs_str{};
}

}  // namespace

RemoteCall::RemoteCall(RemoteInstance& instance, const scs_call* call, Function function)
    : _instance(instance), _call(call), _function(function), _latest(Clock::now() + patienceWithoutCall)
{}

scs_status RemoteCall::run(scs_error* error)
{
    Silence silence;
    return run(silence, error);
}

scs_status RemoteCall::run(RemoteListener& listener, scs_error* error)
{
    if (_arguments.tooLarge() || _arguments.bytes().size() > maximumPayload - headRoom)
        return failed(error, SCS_TOO_LARGE, "",
                      "the call's arguments are over the 1 MiB of a worker's frame");
    for (;;) {
        if (const scs_status leased = lease(error); leased != SCS_OK) return leased;
        _instance.began(readText(orNone(_call, &scs_call::request_id), 256).value_or(""), _lease);
        End end = End::Broke;
        try {
            end = converse(listener);
        }
        catch (...) {
            _instance.pool().kill(*_lease.process, "the host could not take what it sent");
        }
        _instance.ended(_lease);
        // Not when the pool sees the death: the next try must not meet the same worker again.
        if (end != End::Returned) _instance.roster().remove(_lease.process);
        _instance.roster().release(_lease, end == End::Returned && countsAsServed());
        if (end == End::Returned) return concluded(listener, error);
        if (end == End::Stopped) return _stopped;
        if (_stopped != SCS_OK) return _stopped;
        if (end == End::Died && mayGoToAnother(listener)) {
            listener.restart();
            continue;
        }
        return failed(error, listener.passedOn() ? SCS_INTERNAL : SCS_UNAVAILABLE, "",
                      end == End::Died ? "the worker process died" : "the worker broke the worker protocol");
    }
}

scs_status RemoteCall::wanted()
{
    if (_call == nullptr) return Clock::now() < _latest ? SCS_OK : SCS_DEADLINE;
    return _instance.host().call_status(_instance.host().ctx, _call);
}

scs_status RemoteCall::lease(scs_error* error)
{
    switch (_instance.roster().lease([this] { return wanted(); }, _lease, _wish)) {
        case WorkerRoster::Outcome::Leased:
            return SCS_OK;
        case WorkerRoster::Outcome::Stopped:
            return wanted();
        case WorkerRoster::Outcome::CrashLoop:
            return failed(error, SCS_UNAVAILABLE, "worker_crash_loop",
                          "the plugin's workers die again and again before they serve a call");
        case WorkerRoster::Outcome::Gone:
            return failed(error, SCS_UNAVAILABLE, "", "the worker process died");
        case WorkerRoster::Outcome::Closed:
            break;
    }
    return failed(error, SCS_UNAVAILABLE, "", "the plugin is being unloaded");
}

Channel::Outcome RemoteCall::sendCall()
{
    FieldWriter head;
    head(_lease.number, _function, orNone(_call, &scs_call::request_id),
         orNone(_call, &scs_call::traceparent), _call != nullptr ? _call->time_left_ns : std::int64_t{0});
    return _lease.channel().send(FrameKind::Call, head.bytes(), _arguments.bytes());
}

RemoteCall::End RemoteCall::converse(RemoteListener& listener)
{
    _read = false;
    _asked = false;
    if (const Channel::Outcome sent = sendCall(); sent != Channel::Outcome::Done) {
        if (sent == Channel::Outcome::Later)
            _instance.pool().kill(*_lease.process, "it does not read its calls");
        _lease.process->closed();
        return End::Died;
    }
    _read = true;
    Frame frame;
    for (;;) {
        switch (_lease.channel().receive(frame)) {
            case Channel::Outcome::Done:
                if (const auto end = take(listener, frame)) return *end;
                break;
            case Channel::Outcome::Later:
                break;
            case Channel::Outcome::Gone:
                return died();
            case Channel::Outcome::Broken:
                _instance.pool().kill(*_lease.process, "it broke the worker protocol");
                return End::Broke;
        }
        if (const auto end = look()) return *end;
    }
}

RemoteCall::End RemoteCall::died()
{
    // What it left may also be the answer to a question, which comes of a call that was read.
    if (_lease.channel().leftUnread() && !_asked) _read = false;
    _lease.process->closed();
    return End::Died;
}

bool RemoteCall::mayGoToAnother(const RemoteListener& listener)
{
    if (listener.passedOn() || _wish.only || !repeatable(_function)) return false;
    if (_read && !_lease.process->killedByOthers()) {
        ++_blamed;
        _wish.suspect = true;
    }
    return _blamed < mostBlamed && ++_tries < mostTries;
}

std::optional<RemoteCall::End> RemoteCall::look()
{
    if (_stopped == SCS_OK) {
        if (const scs_status status = wanted(); status != SCS_OK) stop(status);
        return std::nullopt;
    }
    if (Clock::now() - *_stoppedAt < stopGrace) return std::nullopt;
    _instance.pool().kill(*_lease.process, "its call did not end within 1 s of its stop");
    return End::Stopped;
}

void RemoteCall::stop(scs_status why)
{
    if (_stopped != SCS_OK) return;
    _stopped = why;
    _stoppedAt = Clock::now();
    WorkerRoster::stopCall(_lease, why);
}

std::optional<RemoteCall::End> RemoteCall::take(RemoteListener& listener, const Frame& frame)
{
    switch (frame.kind) {
        case FrameKind::Begin:
        case FrameKind::Write:
        case FrameKind::Event:
        case FrameKind::Emit: {
            // What was on its way when the call was stopped is nobody's.
            if (_stopped != SCS_OK) return std::nullopt;
            FieldReader reader(frame.payload);
            if (const scs_status status = listener.take(frame.kind, reader); status != SCS_OK) stop(status);
            if (_wish.suspect && listener.passedOn()) {
                _wish.suspect = false;
                _instance.roster().clear(_lease);
            }
            return std::nullopt;
        }
        case FrameKind::Ask:
            if (answer(listener, frame)) return std::nullopt;
            break;
        case FrameKind::Return:
            _returned.assign(frame.payload.begin(), frame.payload.end());
            _results.emplace(_returned);
            return End::Returned;
        default:
            break;
    }
    _instance.pool().kill(*_lease.process, "it broke the worker protocol");
    return End::Broke;
}

bool RemoteCall::answer(RemoteListener& listener, const Frame& frame)
{
    FieldReader reader(frame.payload);
    const auto question = reader.take<Question>();
    _asked = true;
    FieldWriter answer;
    if (_stopped != SCS_OK)
        answer(_stopped);
    else
        listener.answer(question, reader, answer);
    return !reader.failed() && !answer.tooLarge() &&
           _lease.channel().send(FrameKind::Answer, answer.bytes()) == Channel::Outcome::Done;
}

scs_status RemoteCall::concluded(RemoteListener& listener, scs_error* error)
{
    const auto status = _results->take<scs_status>();
    const auto said = readStruct<scs_error_info>(*_results);
    if (_stopped != SCS_OK) return _stopped;
    if (_results->failed()) {
        _instance.pool().kill(*_lease.process, "it broke the worker protocol");
        return failed(error, SCS_INTERNAL, "", "the worker broke the worker protocol");
    }
    if (status == SCS_OK) return listener.flush();
    if (error != nullptr) _instance.host().error_set(_instance.host().ctx, error, &said);
    return status;
}

scs_status RemoteCall::failed(scs_error* error, scs_status status, std::string_view reason,
                              std::string_view message)
{
    if (error == nullptr) return status;
    scs_error_info info{};
    info.struct_size = sizeof info;
    info.reason = abiText(reason);
    info.internal_message = abiText(message);
    _instance.host().error_set(_instance.host().ctx, error, &info);
    return status;
}

bool RemoteCall::countsAsServed() const
{
    return _function != Function::Describe && _function != Function::ListVoices;
}

}  // namespace scaispeak::pluginhost
