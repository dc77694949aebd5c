#pragma once

#include "pluginhost/wire/abi_fields.hpp"
#include "pluginhost/wire/function.hpp"
#include "pluginhost/worker/remote_instance.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace scaispeak::pluginhost {

/// Takes what a call's worker sends before it returns.
class RemoteListener
{
public:
    virtual ~RemoteListener() = default;
    /// Begin, Write, Event or Emit. What is not SCS_OK ends the call with it.
    virtual scs_status take(FrameKind kind, FieldReader& reader) = 0;
    /// Answers a question; the answer begins with a status.
    virtual void answer(Question, FieldReader&, FieldWriter& answer) { answer(scs_status{SCS_UNSUPPORTED}); }
    /// Has the caller got anything of this call? Then it cannot be made again by another worker.
    virtual bool passedOn() const = 0;
    /// The call came back with SCS_OK: what was held back is passed on now.
    virtual scs_status flush() { return SCS_OK; }
    /// The worker died; what it said is void, another one begins anew.
    virtual void restart() {}
};

/// One call into a plugin that lives in workers, made on the caller's thread. When a worker dies before
/// anything of the call was passed on, another one gets it: once if the call may be what ended it, oftener if
/// it was killed from outside or had not read the call. One that does not end a call that is not wanted any
/// more is killed after a second.
class RemoteCall
{
public:
    /// `call` may be nullptr for a function that has none; it then ends within 10 s.
    RemoteCall(RemoteInstance& instance, const scs_call* call, Function function);
    RemoteCall(const RemoteCall&) = delete;
    RemoteCall& operator=(const RemoteCall&) = delete;

    FieldWriter& arguments() { return _arguments; }
    /// On that worker or not at all.
    void only(std::shared_ptr<WorkerProcess> process) { _wish.only = std::move(process); }

    /// With a listener that takes nothing.
    scs_status run(scs_error* error);
    scs_status run(RemoteListener& listener, scs_error* error);

    /// Did a worker return from it, with whatever status? Then there are results.
    bool returned() const { return _results.has_value(); }
    FieldReader& results() { return *_results; }
    const std::shared_ptr<WorkerProcess>& process() const { return _lease.process; }

private:
    using Clock = std::chrono::steady_clock;

    enum class End : std::uint8_t
    {
        Returned,
        Stopped,  ///< It was not wanted any more, and the worker had to be ended.
        Died,
        Broke,
    };

    scs_status lease(scs_error* error);
    scs_status wanted();
    Channel::Outcome sendCall();
    End converse(RemoteListener& listener);
    std::optional<End> look();
    std::optional<End> take(RemoteListener& listener, const Frame& frame);
    bool answer(RemoteListener& listener, const Frame& frame);
    End died();
    bool mayGoToAnother(const RemoteListener& listener);
    void stop(scs_status why);
    scs_status concluded(RemoteListener& listener, scs_error* error);
    scs_status failed(scs_error* error, scs_status status, std::string_view reason, std::string_view message);
    bool countsAsServed() const;

    RemoteInstance& _instance;
    const scs_call* _call;
    const Function _function;
    const Clock::time_point _latest;
    FieldWriter _arguments;
    WorkerWish _wish;
    WorkerLease _lease;
    int _tries = 0;
    int _blamed = 0;      ///< Workers that the call may have ended.
    bool _read = false;   ///< Did the worker read the call?
    bool _asked = false;  ///< And ask something?
    scs_status _stopped = SCS_OK;
    std::optional<Clock::time_point> _stoppedAt;
    std::vector<std::byte> _returned;
    std::optional<FieldReader> _results;
};

}  // namespace scaispeak::pluginhost
