#include "http/server/chunk_decoder.hpp"

#include "http/server/http_chars.hpp"

namespace scaispeak::http {

namespace {

constexpr std::size_t kLongestLine = 512;
constexpr std::size_t kMostDropped = 8 * 1024;
constexpr std::size_t kMostSizeDigits = 15;

}  // namespace

ChunkDecoder::Status ChunkDecoder::refuse(std::string_view message)
{
    _error = {400, "chunk", message};
    return Status::Refused;
}

/// Collects a line into _line, without its CR LF. Nothing: the line is complete.
std::optional<ChunkDecoder::Status> ChunkDecoder::takeLine(std::string_view& bytes)
{
    const auto feed = bytes.find('\n');
    const auto piece = bytes.substr(0, feed);
    if (_line.size() + piece.size() > kLongestLine)
        return refuse("A chunk's size line or a trailer is too long.");
    _line.append(piece);
    bytes.remove_prefix(std::min(piece.size() + 1, bytes.size()));
    if (feed == std::string_view::npos) {
        const auto carriage = _line.find('\r');
        if (carriage != std::string::npos && carriage + 1 != _line.size())
            return refuse("A chunk's line does not end in CR LF.");
        return Status::Incomplete;
    }
    if (_line.empty() || _line.back() != '\r') return refuse("A chunk's line does not end in CR LF.");
    _line.pop_back();
    if (!isValue(_line)) return refuse("A chunk's size line or a trailer holds a control character.");
    return std::nullopt;
}

ChunkDecoder::Status ChunkDecoder::endOfSizeLine(std::size_t bodySize)
{
    std::size_t digits = 0;
    _left = 0;
    for (; digits < _line.size(); ++digits) {
        const auto value = hexValue(_line[digits]);
        if (!value) break;
        if (digits == kMostSizeDigits) return refuse("A chunk size has too many digits.");
        _left = _left * 16 + *value;
    }
    const auto extension = std::string_view(_line).substr(digits);
    if (digits == 0 || (!extension.empty() && !trimBlanks(extension).starts_with(';')))
        return refuse("A chunk does not begin with its size in hexadecimal digits.");
    _dropped += extension.size();
    if (_dropped > kMostDropped) return refuse("The chunk extensions are too large; send none.");
    _line.clear();
    if (_left == 0) {
        _part = Part::Trailer;
        return Status::Incomplete;
    }
    if (_left > _maxBodyBytes || bodySize > _maxBodyBytes - _left) return Status::TooLarge;
    _part = Part::Data;
    return Status::Incomplete;
}

ChunkDecoder::Status ChunkDecoder::endOfTrailerLine()
{
    if (_line.empty()) return Status::Complete;
    const auto colon = _line.find(':');
    if (colon == std::string::npos || !isToken(std::string_view(_line).substr(0, colon)))
        return refuse("A trailer is not a name directly followed by a colon.");
    _dropped += _line.size();
    if (_dropped > kMostDropped) return refuse("The trailers are too large; send none.");
    _line.clear();
    return Status::Incomplete;
}

ChunkDecoder::Status ChunkDecoder::takeData(std::string_view& bytes, std::string& body)
{
    const auto piece =
        bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(_left, bytes.size())));
    body.append(piece);
    bytes.remove_prefix(piece.size());
    _left -= piece.size();
    if (_left == 0) _part = Part::DataEnd;
    return Status::Incomplete;
}

ChunkDecoder::Status ChunkDecoder::feed(std::string_view& bytes, std::string& body)
{
    while (!bytes.empty()) {
        auto status = Status::Incomplete;
        if (_part == Part::Data) {
            status = takeData(bytes, body);
        }
        else {
            if (auto early = takeLine(bytes)) return *early;
            if (_part == Part::Size)
                status = endOfSizeLine(body.size());
            else if (_part == Part::Trailer)
                status = endOfTrailerLine();
            else if (!_line.empty())
                status = refuse("A chunk is longer than its size says.");
            else
                _part = Part::Size;
        }
        if (status != Status::Incomplete) return status;
    }
    return Status::Incomplete;
}

}  // namespace scaispeak::http
