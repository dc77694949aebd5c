#include "node/arrival_limit.hpp"

#include <mutex>

namespace scaispeak::node {

/// What the alarm holds: it may go off while the call ends.
struct ArrivalLimit::Waiting
{
    std::mutex mutex;
    grpc::CallbackServerContext* context = nullptr;
};

ArrivalLimit::ArrivalLimit(grpc::CallbackServerContext& context, std::chrono::milliseconds limit)
    : _waiting(std::make_shared<Waiting>())
{
    _waiting->context = &context;
    _alarm.Set(std::chrono::system_clock::now() + limit, [waiting = _waiting](bool wentOff) {
        const std::lock_guard lock(waiting->mutex);
        if (wentOff && waiting->context != nullptr) waiting->context->TryCancel();
    });
}

ArrivalLimit::~ArrivalLimit()
{
    arrived();
}

void ArrivalLimit::arrived()
{
    {
        const std::lock_guard lock(_waiting->mutex);
        _waiting->context = nullptr;
    }
    _alarm.Cancel();
}

}  // namespace scaispeak::node
