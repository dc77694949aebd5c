#pragma once

#include "config/configuration.hpp"
#include "node/engine.hpp"
#include "node/tls_files.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace scaispeak::node {

/// The gRPC side of a node: scaiinfer.v1.Speech and the standard health service.
class GrpcServer
{
public:
    /// Serves when it returns; plain without `tls`, which with a clientCa takes only clients with a
    /// certificate of it. `arrival`: how long a call that has a place may take to send its request. Throws
    /// std::runtime_error. The engine must outlive it.
    GrpcServer(Engine& engine, const config::Listen& listen, const std::optional<TlsFiles>& tls,
               std::chrono::milliseconds arrival = std::chrono::seconds(10));
    /// As stop(0).
    ~GrpcServer();

    std::uint16_t port() const noexcept;
    /// What the health service says.
    void setServing(bool serving);
    /// Lets running calls end for up to `patience`, then cancels them. Waits for their engine calls.
    void stop(std::chrono::milliseconds patience);

private:
    struct Parts;
    std::unique_ptr<Parts> _parts;
};

}  // namespace scaispeak::node
