#pragma once

#include <grpcpp/alarm.h>
#include <grpcpp/server_context.h>

#include <chrono>
#include <memory>

namespace scaispeak::node {

/// Cancels a call whose request does not arrive in time: it has a place that others wait for.
class ArrivalLimit
{
public:
    ArrivalLimit(grpc::CallbackServerContext& context, std::chrono::milliseconds limit);
    /// As arrived().
    ~ArrivalLimit();
    ArrivalLimit(const ArrivalLimit&) = delete;
    ArrivalLimit& operator=(const ArrivalLimit&) = delete;

    /// It is there. The call is left alone from now on.
    void arrived();

private:
    struct Waiting;
    std::shared_ptr<Waiting> _waiting;
    grpc::Alarm _alarm;
};

}  // namespace scaispeak::node
