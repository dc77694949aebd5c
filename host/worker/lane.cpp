#include "worker/lane.hpp"

#include "pluginhost/loader/text.hpp"
#include "pluginhost/plugin_call.hpp"
#include "pluginhost/wire/function.hpp"
#include "worker/served_call.hpp"
#include "worker/served_functions.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

namespace scaispeak::worker {

using namespace pluginhost;

namespace {

// What a call's time left may be at most; far more than any has.
constexpr std::chrono::hours longestCall{24};

thread_local Lane* currentLane = nullptr;

core::StopReason toReason(scs_status status)
{
    switch (status) {
        case SCS_CANCELLED:
            return core::StopReason::Cancelled;
        case SCS_DEADLINE:
            return core::StopReason::Deadline;
        default:
            return core::StopReason::Closed;
    }
}

}  // namespace

Lane* Lane::current() noexcept
{
    return currentLane;
}

void Lane::run(PluginInstance& instance)
{
    currentLane = this;
    Frame frame;
    for (;;) {
        switch (_channel.receive(frame)) {
            case Channel::Outcome::Done:
                if (frame.kind == FrameKind::Call) serve(instance, frame.payload);
                break;
            case Channel::Outcome::Later:
                break;
            default:
                return;
        }
    }
}

void Lane::serve(PluginInstance& instance, std::span<const std::byte> payload)
{
    // The plugin may ask in the middle of its call, and the answer takes the buffer's place.
    const std::vector<std::byte> kept(payload.begin(), payload.end());
    FieldReader arguments(kept);
    const auto number = arguments.take<std::uint64_t>();
    const auto function = arguments.take<Function>();
    const std::string requestId(arguments.text());
    const std::string traceparent(arguments.text());
    const auto timeLeft = arguments.take<std::int64_t>();

    begin(number, requestId, function == Function::Synthesize, instance);
    CallContext context{requestId, traceparent, _cancellation.get(), std::nullopt};
    if (timeLeft > 0)
        context.deadline = CallContext::Clock::now() + std::min<std::chrono::nanoseconds>(
                                                           std::chrono::nanoseconds(timeLeft), longestCall);
    FieldWriter answer;
    {
        ServedCall call(*this, instance, context, arguments);
        if (const auto serving = servedFunction(function))
            serving(call);
        else
            call.refuse(SCS_UNSUPPORTED, "the worker does not know this function");
        call.writeReturn(answer);
    }
    end();
    if (_channel.send(FrameKind::Return, answer.bytes()) != Channel::Outcome::Done) ::_exit(EXIT_FAILURE);
}

void Lane::begin(std::uint64_t number, std::string requestId, bool backend, PluginInstance& instance)
{
    const std::lock_guard lock(_mutex);
    _cancellation = std::make_unique<core::Cancellation>();
    _number = number;
    _requestId = std::move(requestId);
    _cancels = backend ? &instance : nullptr;
}

void Lane::end() noexcept
{
    const std::lock_guard lock(_mutex);
    _number = 0;
}

void Lane::stop(std::uint64_t number, scs_status why) noexcept
{
    const std::lock_guard lock(_mutex);
    if (_number != number || number == 0) return;
    try {
        _cancellation->stop(toReason(why));
        if (_cancels == nullptr) return;
        const PluginUse use(*_cancels);
        const auto& backend = _cancels->interfaces().backend;
        if (use && backend && backend->cancel != nullptr)
            backend->cancel(_cancels->raw(), abiText(_requestId));
    }
    catch (...) {
        _cancels->reportFault("exception", "cancel threw");
    }
}

}  // namespace scaispeak::worker
