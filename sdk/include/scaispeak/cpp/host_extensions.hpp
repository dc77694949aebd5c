#pragma once

#include "../host_extensions.h"
#include "auth.hpp"

#include <chrono>

namespace scaispeak {

/// "scaispeak.host.credentials/1": whose API key is this? For plugins that offer an Authenticator. Thread
/// safe.
class HostCredentials
{
public:
    /// Nothing when this host has no such extension.
    static std::optional<HostCredentials> of(const Host& host)
    {
        const auto table = host.extension<scs_host_credentials>(SCS_HOST_CREDENTIALS_1);
        if (!table || table->lookup == nullptr) return std::nullopt;
        return HostCredentials(host, *table);
    }

    /// Nothing when there is no such key, or it expired or was revoked. May block on the database. Throws
    /// Error (Unavailable) when the store does not answer.
    std::optional<Principal> lookup(const Call& call, Span<const std::uint8_t> sha256) const
    {
        Found found;
        const scs_status status = _table.lookup(_host->context(), call.raw(), {sha256.data(), sha256.size()},
                                                &HostCredentials::take, &found, call.error());
        if (status == SCS_NOT_FOUND) return std::nullopt;
        if (status != SCS_OK) throw Error(static_cast<Status>(status));
        if (found.count != 1)
            throw Error(Status::Internal, {}, {}, "the lookup did not name exactly one principal");
        return std::move(found.principal);
    }

private:
    struct Found
    {
        std::optional<Principal> principal;
        int count = 0;
    };

    HostCredentials(const Host& host, const scs_host_credentials& table) : _host(&host), _table(table) {}

    static scs_status take(void* ctx, const scs_principal* principal) noexcept
    {
        auto& found = *static_cast<Found*>(ctx);
        try {
            found.principal = detail::fromWire(readStruct(principal));
            ++found.count;
            return SCS_OK;
        }
        catch (...) {
            return SCS_INTERNAL;
        }
    }

    const Host* _host;
    scs_host_credentials _table;
};

/// "scaispeak.host.sessions/1": where a Transport gets its audio and passes control messages. Thread safe,
/// but one thread a session.
class HostSessions
{
public:
    static std::optional<HostSessions> of(const Host& host)
    {
        const auto table = host.extension<scs_host_sessions>(SCS_HOST_SESSIONS_1);
        if (!table || !table->read_audio || !table->control || !table->report) return std::nullopt;
        return HostSessions(host, *table);
    }

    /// Fills `out` with whole frames, and `size` with how many bytes; 0 = silence. Closed: the session is
    /// over.
    Status readAudio(std::uint64_t session, Span<std::uint8_t> out, std::size_t& size,
                     std::chrono::nanoseconds timeout) const noexcept
    {
        std::uint64_t got = 0;
        const scs_status status =
            _table.read_audio(_host->context(), session, out.data(), out.size(), &got, timeout.count());
        size = static_cast<std::size_t>(got);
        return static_cast<Status>(status);
    }

    /// Passes a control message on; `answer` gets the host's answer, if there is one.
    Status control(std::uint64_t session, std::string_view message, std::string& answer) const
    {
        return static_cast<Status>(
            _table.control(_host->context(), session, str(message), &HostSessions::take, &answer));
    }

    /// SCS_SESSION_...; `why` only for SCS_SESSION_FAILED.
    void report(std::uint64_t session, std::int32_t state, const Error* why = nullptr) const noexcept
    {
        auto info = newStruct<scs_error_info>();
        if (why != nullptr) {
            info.reason = str(why->reason());
            info.public_message = str(why->publicMessage());
            info.internal_message = str(why->internalMessage());
        }
        _table.report(_host->context(), session, state, &info);
    }

private:
    HostSessions(const Host& host, const scs_host_sessions& table) : _host(&host), _table(table) {}

    static scs_status take(void* ctx, scs_str text) noexcept
    {
        try {
            *static_cast<std::string*>(ctx) = view(text);
            return SCS_OK;
        }
        catch (...) {
            return SCS_INTERNAL;
        }
    }

    const Host* _host;
    scs_host_sessions _table;
};

}  // namespace scaispeak
