#pragma once

#include "http/server/chunk_decoder.hpp"
#include "http/server/framing_scan.hpp"
#include "http/server/request.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace scaispeak::http {

/// Bounds of one request.
struct RequestLimits
{
    HeadLimits head;
    std::size_t body = 2 * 1024 * 1024;
};

/// What of a request decides how its answer is framed and whether the connection goes on.
struct AnswerRules
{
    bool headOnly = false;
    bool http10 = false;
    bool keepAlive = true;
    /// The request was not read to its end.
    bool inputLeft = false;
};

/// A request and the rules for its answer.
struct ReadRequest
{
    std::unique_ptr<Request> request;
    AnswerRules rules;
};

/// Makes requests out of the bytes of a connection, in whatever pieces they come. Holds only what belongs to
/// the request being read, and nothing between requests. One thread at a time; no I/O.
class RequestReader
{
public:
    enum class Status
    {
        Incomplete,
        Ready,
        Refused
    };

    explicit RequestReader(const RequestLimits& limits) : _limits(limits) {}

    /// Consumes from the front of `bytes` what belongs to the current request. After Ready comes take();
    /// after Refused nothing more may be fed.
    Status feed(std::string_view& bytes);

    /// The request that is Ready, once; the next feed() begins another. `peerAddress` and `received` are left
    /// empty.
    ReadRequest take();

    const FramingError& error() const { return _error; }

    /// Bytes of a request have come.
    bool started() const { return _request || !_head.empty(); }
    bool inBody() const { return _request != nullptr; }

    /// True once if the client waits for 100 Continue before it sends the body.
    bool takeContinueDue();

    /// Bytes held now.
    std::size_t held() const { return _head.capacity() + (_request ? _request->body.capacity() : 0); }
    std::size_t bodyBytes() const { return _request ? _request->body.size() : 0; }

private:
    Status refuse(const FramingError& error);
    bool skipBlankLine(std::string_view& bytes);
    Status feedHead(std::string_view& bytes);
    Status beginRequest(std::string_view head);
    Status feedBody(std::string_view& bytes);
    Status feedLength(std::string_view& bytes);
    Status feedChunks(std::string_view& bytes);
    Status tooLarge();

    const RequestLimits& _limits;
    std::string _head;
    std::size_t _scanned = 0;
    bool _blankSkipped = false;
    std::unique_ptr<Request> _request;
    AnswerRules _rules;
    std::unique_ptr<ChunkDecoder> _chunks;
    std::uint64_t _bodyLeft = 0;
    bool _continueDue = false;
    FramingError _error;
};

}  // namespace scaispeak::http
