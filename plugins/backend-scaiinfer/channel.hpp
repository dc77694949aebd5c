#pragma once

#include "attempt.hpp"
#include "report.hpp"
#include "settings.hpp"

#include <scaispeak/plugin.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace scaispeak::scaiinfer {

/// The connection to one node; no gRPC shows. Thread safe.
class Channel
{
public:
    /// Connects in the background. `tlsName`: whose certificate is expected; empty = that of the address.
    Channel(const std::string& address, const std::optional<TlsFiles>& tls, const std::string& tlsName,
            std::chrono::milliseconds connect);
    ~Channel();
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    /// Throws Error(Unavailable) with the reason in internalMessage.
    /// `again`: it was not there lately, so connecting is tried at once and until the end of `patience`.
    Report describe(const std::string& knownRevision, std::chrono::milliseconds patience, bool again);

    /// Until it is over, on this thread. `clip` is the reference's samples, or null to name it by its key.
    Attempt speak(const Call& call, const SynthesisRequest& request, const std::string* clip,
                  std::chrono::steady_clock::time_point deadline, const std::vector<std::uint32_t>& rates,
                  AudioSink& sink, SynthesisResult& result);

    /// Whether something was held. Throws Error(Unavailable).
    bool evict(Span<const std::uint8_t> key, std::chrono::milliseconds patience);

    /// Any thread; wakes the calls of that request.
    void cancel(std::string_view requestId);
    /// Gives up on calls that have heard nothing for that long: the node does not answer.
    void abandonSilent(std::chrono::milliseconds since);
    /// Wakes everything; describe and evict fail from now on.
    void close();

private:
    struct Parts;
    std::unique_ptr<Parts> _parts;
};

}  // namespace scaispeak::scaiinfer
