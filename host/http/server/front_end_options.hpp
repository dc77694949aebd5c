#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace scaispeak::http {

class TlsContext;

/// Limits of a FrontEnd; sizes in bytes.
struct FrontEndOptions
{
    /// Name or address, IPv4 or IPv6; "::" takes both families.
    std::string address = "127.0.0.1";
    /// 0: any free port.
    std::uint16_t port = 0;
    /// Null: plain HTTP.
    std::shared_ptr<const TlsContext> tls;

    std::size_t workers = 8;
    /// Complete requests waiting for a worker; beyond it they are answered with overloaded().
    std::size_t queueLimit = 1024;
    /// Beyond it new connections are answered with overloaded() and closed.
    std::size_t maxConnections = 10000;

    std::size_t maxHeadBytes = 16 * 1024;
    std::size_t maxTargetBytes = 8 * 1024;
    std::size_t maxBodyBytes = 2 * 1024 * 1024;
    /// All request bytes held at once, being read or waiting for a worker.
    std::size_t maxBufferedBytes = 256 * 1024 * 1024;

    /// TLS must be agreed on within this time of connecting.
    std::chrono::milliseconds handshake{10'000};
    /// A head must be complete, and a body must make progress, within this time.
    std::chrono::milliseconds slowBody{15'000};
    /// A body slower than this over its whole length is cut as well.
    std::size_t minBodyBytesPerSecond = 1024;
    /// Keep-alive connection without a request.
    std::chrono::milliseconds idle{75'000};
    /// A client that takes no byte of an answer that waits for it.
    std::chrono::milliseconds stall{30'000};
    /// After an answer to a request that was not read to its end, input is thrown away so that the client can
    /// read the answer: for this long and this much.
    std::chrono::milliseconds linger{1'000};
    std::size_t lingerBytes = 4 * 1024 * 1024;
    /// How often deadlines are looked at.
    std::chrono::milliseconds sweep{1'000};
};

}  // namespace scaispeak::http
