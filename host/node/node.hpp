#pragma once

#include "config/configuration.hpp"
#include "core/logger.hpp"
#include "node/engine_choice.hpp"

#include <memory>

namespace scaispeak::node {

/// A running node: everything made in the order in which it stands on each other.
class Node
{
public:
    /// Serves when it returns, and writes the log line `ready` with its port. Throws what stands in the way.
    Node(const EngineChoice& engine, const config::Configuration& configuration, core::Logger& logger);
    ~Node();
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    /// Takes no new calls, lets running ones end for up to speak.drain_s, cancels the rest. False when an
    /// engine did not let go: then nothing may be destroyed.
    bool stop();

private:
    struct Parts;
    std::unique_ptr<Parts> _parts;
};

}  // namespace scaispeak::node
