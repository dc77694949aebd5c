#include "http/server/request_reader.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::http {

namespace {

/// The head is filled from the scan, not by HTTPRequest::read(): that decodes RFC 2047 words, so that a value
/// could hold a CR LF again, and costs four times as much.
std::unique_ptr<Request> makeRequest(const HeadFields& fields)
{
    auto request = std::make_unique<Request>();
    request->head.setMethod(std::string(fields.method));
    request->head.setURI(std::string(fields.target));
    request->head.setVersion(fields.minorVersion == 0 ? Poco::Net::HTTPMessage::HTTP_1_0
                                                      : Poco::Net::HTTPMessage::HTTP_1_1);
    for (const auto& [name, value] : fields.fields)
        request->head.add(std::string(name), std::string(value));
    request->path = fields.path;
    request->query = fields.query;
    return request;
}

}  // namespace

RequestReader::Status RequestReader::feed(std::string_view& bytes)
{
    if (_request) return feedBody(bytes);
    if (!skipBlankLine(bytes)) return Status::Incomplete;
    return feedHead(bytes);
}

RequestReader::Status RequestReader::refuse(const FramingError& error)
{
    _error = error;
    return Status::Refused;
}

/// Some clients send a CR LF after a body; one before a request is passed over. False: nothing is left to
/// look at.
bool RequestReader::skipBlankLine(std::string_view& bytes)
{
    if (_head.empty() && !_blankSkipped && bytes.starts_with("\r\n")) {
        bytes.remove_prefix(2);
        _blankSkipped = true;
    }
    else if (_head == "\r" && bytes.starts_with('\n')) {
        bytes.remove_prefix(1);
        _head.clear();
        _blankSkipped = true;
    }
    if (_head.empty() && !_blankSkipped && bytes == "\r") {
        _head = "\r";
        bytes.remove_prefix(1);
    }
    return !bytes.empty();
}

RequestReader::Status RequestReader::feedHead(std::string_view& bytes)
{
    const auto before = _head.size();
    std::string_view seen = bytes;
    if (before != 0) {
        _head.append(bytes.substr(0, _limits.head.head + 1 - std::min(before, _limits.head.head)));
        seen = _head;
    }
    const auto found = findHeadEnd(seen, _scanned, _limits.head);
    if (const auto* error = std::get_if<FramingError>(&found)) return refuse(*error);
    if (const auto* incomplete = std::get_if<HeadIncomplete>(&found)) {
        if (before == 0) _head = bytes;
        _scanned = incomplete->from;
        bytes = {};
        return Status::Incomplete;
    }
    const auto end = std::get<HeadEnd>(found).end;
    const auto status = beginRequest(seen.substr(0, end));
    bytes.remove_prefix(end - before);
    // Assignment would keep the memory.
    std::string().swap(_head);
    _scanned = 0;
    _blankSkipped = false;
    return status == Status::Incomplete ? feedBody(bytes) : status;
}

RequestReader::Status RequestReader::beginRequest(std::string_view head)
{
    const auto scanned = scanHead(head, _limits.head);
    if (const auto* error = std::get_if<FramingError>(&scanned)) return refuse(*error);
    const auto& fields = std::get<HeadFields>(scanned);
    _request = makeRequest(fields);
    _rules = {fields.method == "HEAD", fields.minorVersion == 0, fields.keepAlive, false};
    _bodyLeft = fields.contentLength.value_or(0);
    _chunks = fields.chunked ? std::make_unique<ChunkDecoder>(_limits.body) : nullptr;
    _continueDue = fields.expectContinue;
    return _bodyLeft > _limits.body ? tooLarge() : Status::Incomplete;
}

RequestReader::Status RequestReader::tooLarge()
{
    std::string().swap(_request->body);
    _request->bodyTooLarge = true;
    _rules.keepAlive = false;
    _rules.inputLeft = true;
    return Status::Ready;
}

RequestReader::Status RequestReader::feedBody(std::string_view& bytes)
{
    return _chunks ? feedChunks(bytes) : feedLength(bytes);
}

RequestReader::Status RequestReader::feedLength(std::string_view& bytes)
{
    const auto piece =
        bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(_bodyLeft, bytes.size())));
    _request->body.append(piece);
    bytes.remove_prefix(piece.size());
    _bodyLeft -= piece.size();
    return _bodyLeft == 0 ? Status::Ready : Status::Incomplete;
}

RequestReader::Status RequestReader::feedChunks(std::string_view& bytes)
{
    switch (_chunks->feed(bytes, _request->body)) {
        case ChunkDecoder::Status::Complete:
            return Status::Ready;
        case ChunkDecoder::Status::TooLarge:
            return tooLarge();
        case ChunkDecoder::Status::Refused:
            return refuse(_chunks->error());
        case ChunkDecoder::Status::Incomplete:
            break;
    }
    return Status::Incomplete;
}

ReadRequest RequestReader::take()
{
    _chunks.reset();
    _continueDue = false;
    return {std::move(_request), std::exchange(_rules, {})};
}

bool RequestReader::takeContinueDue()
{
    return _request && std::exchange(_continueDue, false);
}

}  // namespace scaispeak::http
