#pragma once

#include "config/configuration.hpp"
#include "node/engine.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace scaispeak::node {

/// The gRPC side of a node: scaiinfer.v1.Speech and the standard health service.
class GrpcServer
{
public:
    /// Serves when it returns; plain unless `listen` has TLS, which with `clientCa` takes only clients with a
    /// certificate of it. Throws std::runtime_error. The engine must outlive it.
    GrpcServer(Engine& engine, const config::Listen& listen, const std::filesystem::path& clientCa);
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
