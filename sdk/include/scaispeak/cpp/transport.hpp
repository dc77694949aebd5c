#pragma once

#include "../transport.h"
#include "guard.hpp"

namespace scaispeak {

/// A listener who wants to connect. Borrowed.
struct SessionOffer
{
    std::uint64_t session = 0;
    std::string_view sessionId;
    std::string_view sdp;
    std::uint32_t sampleRate = 0;
    std::uint32_t channels = 0;
};

/// Another way than HTTP to bring audio to a listener; pulls it through HostSessions.
class Transport
{
public:
    virtual ~Transport() = default;
    virtual void start(const Call& call) = 0;
    /// The answer (SDP).
    virtual std::string openSession(const Call& call, const SessionOffer& offer) = 0;
    virtual void addCandidate(const Call& call, std::uint64_t session, std::string_view candidate) = 0;
    virtual void closeSession(std::uint64_t session) = 0;
    virtual void stop() = 0;
};

namespace detail {

template <class Plugin>
struct TransportEntry
{
    static scs_status start(void* instance, const scs_call* call, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Transport& transport, const Call& wrapped) {
            transport.start(wrapped);
            return Status::Ok;
        });
    }

    static scs_status openSession(void* instance, const scs_call* call, const scs_session_offer* offer,
                                  scs_emit_text emit, void* ctx, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Transport& transport, const Call& wrapped) {
            const scs_session_offer raw = readStruct(offer);
            const std::string answer = transport.openSession(
                wrapped, {raw.session, view(raw.session_id), view(raw.sdp), raw.sample_rate, raw.channels});
            return static_cast<Status>(emit(ctx, str(answer)));
        });
    }

    static scs_status addCandidate(void* instance, const scs_call* call, std::uint64_t session,
                                   scs_str candidate, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](Transport& transport, const Call& wrapped) {
            transport.addCandidate(wrapped, session, view(candidate));
            return Status::Ok;
        });
    }

    static void closeSession(void* instance, std::uint64_t session) noexcept
    {
        guardedVoid<Plugin>(instance, "close_session",
                            [&](Transport& transport) { transport.closeSession(session); });
    }

    static void stop(void* instance) noexcept
    {
        guardedVoid<Plugin>(instance, "stop", [](Transport& transport) { transport.stop(); });
    }

    static constexpr scs_transport table() noexcept
    {
        return {sizeof(scs_transport), 0, &start, &openSession, &addCandidate, &closeSession, &stop};
    }
};

}  // namespace detail
}  // namespace scaispeak
