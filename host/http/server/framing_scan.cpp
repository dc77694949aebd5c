#include "http/server/framing_scan.hpp"

#include "http/server/http_chars.hpp"

#include <limits>
#include <optional>

namespace scaispeak::http {

namespace {

constexpr std::size_t kLongestMethod = 32;

using Refusal = std::optional<FramingError>;

constexpr FramingError bad(std::string_view reason, std::string_view message)
{
    return {400, reason, message};
}

constexpr FramingError kBadMethod =
    bad("method", "The request does not begin with an HTTP method; send plain HTTP/1.1.");
constexpr FramingError kBadLineEnd =
    bad("line_end", "A line of the head does not end in CR LF; end every line with CR LF.");
constexpr FramingError kTargetTooLong{414, "target_too_long",
                                      "The request target is too long; shorten the path or the query."};
constexpr FramingError kHeadTooLarge{431, "head_too_large",
                                     "The request's headers are too large; send fewer or shorter headers."};

/// The part of the request line that has come already. Looks no further than the method and the target's
/// length.
Refusal checkStart(std::string_view bytes, const HeadLimits& limits)
{
    const auto space = bytes.substr(0, kLongestMethod + 1).find(' ');
    const auto method = bytes.substr(0, std::min(space, bytes.size()));
    if (space == std::string_view::npos && bytes.size() > kLongestMethod) return kBadMethod;
    if (!bytes.empty() && !isToken(method)) return kBadMethod;
    if (space == std::string_view::npos) return std::nullopt;
    const auto rest = bytes.substr(space + 1);
    if (rest.substr(0, limits.target + 1).find_first_of(" \r\n") == std::string_view::npos &&
        rest.size() > limits.target)
        return kTargetTooLong;
    return std::nullopt;
}

std::string_view takeLine(std::string_view& rest)
{
    const auto end = std::min(rest.find("\r\n"), rest.size());
    const auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 2, rest.size()));
    return line;
}

Refusal readVersion(std::string_view version, HeadFields& head)
{
    const bool shaped = version.size() == 8 && version.starts_with("HTTP/") && isDigit(version[5]) &&
                        version[6] == '.' && isDigit(version[7]);
    if (!shaped) return bad("version", "The request line does not end in an HTTP version; send HTTP/1.1.");
    if (version[5] != '1')
        return FramingError{505, "version_unsupported", "This HTTP version is not supported; send HTTP/1.1."};
    // RFC 9110, 2.5: a higher minor version is read as the highest one that is known.
    head.minorVersion = version[7] == '0' ? 0 : 1;
    return std::nullopt;
}

bool isAuthority(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        return isAlphanumeric(c) || std::string_view("-._~!$&'()*+,;=:%[]").find(c) != std::string_view::npos;
    });
}

/// Makes an absolute target an origin one: what follows the authority.
Refusal originForm(std::string_view& target)
{
    const FramingError refusal =
        bad("target", "The request target is not a path; send one that begins with '/'.");
    const auto scheme = target.find("://");
    if (scheme == std::string_view::npos) return refusal;
    if (!equalsIgnoreCase(target.substr(0, scheme), "http") &&
        !equalsIgnoreCase(target.substr(0, scheme), "https"))
        return refusal;
    const auto rest = target.substr(scheme + 3);
    const auto authorityEnd = std::min(rest.find_first_of("/?"), rest.size());
    if (authorityEnd == 0 || !isAuthority(rest.substr(0, authorityEnd))) return refusal;
    target = rest.substr(authorityEnd);
    return std::nullopt;
}

Refusal readTarget(std::string_view target, const HeadLimits& limits, HeadFields& head)
{
    if (target.size() > limits.target) return kTargetTooLong;
    const auto visible = [](char c) { return c > 0x20 && c < 0x7f && c != '#'; };
    if (target.empty() || !std::all_of(target.begin(), target.end(), visible))
        return bad("target", "The request target holds a character that must be percent-encoded.");
    if (target == "*") {
        if (head.method != "OPTIONS")
            return bad("target", "The target '*' goes with OPTIONS only; send a path.");
    }
    else if (target.front() != '/') {
        if (auto refusal = originForm(target)) return refusal;
    }
    const auto question = std::min(target.find('?'), target.size());
    head.path = question == 0 ? std::string_view("/") : target.substr(0, question);
    head.query = question < target.size() ? target.substr(question + 1) : std::string_view();
    head.target = target.empty() ? head.path : target;
    return std::nullopt;
}

Refusal readRequestLine(std::string_view line, const HeadLimits& limits, HeadFields& head)
{
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    head.method = line.substr(0, first);
    if (!isToken(head.method) || head.method.size() > kLongestMethod) return kBadMethod;
    if (first == std::string_view::npos || first == last)
        return bad("request_line",
                   "The request line is not method, target and version with one space between them.");
    if (auto refusal = readTarget(line.substr(first + 1, last - first - 1), limits, head)) return refusal;
    return readVersion(line.substr(last + 1), head);
}

Refusal readField(std::string_view line, HeadFields& head)
{
    if (line.front() == ' ' || line.front() == '\t')
        return bad("folded_header", "A header is folded over two lines; send each header in one line.");
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !isToken(line.substr(0, colon)))
        return bad("header_name", "A header line is not a name directly followed by a colon.");
    const auto value = trimBlanks(line.substr(colon + 1));
    if (!isValue(value)) return bad("header_value", "A header value holds a control character; remove it.");
    head.fields.emplace_back(line.substr(0, colon), value);
    return std::nullopt;
}

Refusal readContentLength(std::string_view value, HeadFields& head)
{
    if (head.contentLength) return bad("content_length", "There is more than one Content-Length; send one.");
    if (value.empty() || !std::all_of(value.begin(), value.end(), isDigit))
        return bad("content_length", "Content-Length is not a number of plain digits.");
    constexpr auto highest = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t length = 0;
    for (const char c : value) {
        const auto digit = static_cast<std::uint64_t>(c - '0');
        length = length > (highest - digit) / 10 ? highest : length * 10 + digit;
    }
    head.contentLength = length;
    return std::nullopt;
}

Refusal readTransferEncoding(std::string_view value, HeadFields& head)
{
    if (head.chunked || !equalsIgnoreCase(value, "chunked"))
        return bad("transfer_encoding",
                   "The transfer encoding is not exactly 'chunked'; send chunked or a Content-Length.");
    if (head.minorVersion == 0)
        return bad("transfer_encoding",
                   "HTTP/1.0 has no transfer encoding; send a Content-Length or HTTP/1.1.");
    head.chunked = true;
    return std::nullopt;
}

Refusal readExpect(std::string_view value, HeadFields& head)
{
    if (head.minorVersion == 0) return std::nullopt;
    if (!equalsIgnoreCase(value, "100-continue"))
        return FramingError{417, "expectation",
                            "This expectation cannot be met; send Expect: 100-continue or none."};
    head.expectContinue = true;
    return std::nullopt;
}

Refusal readHost(std::string_view value, bool& hostSeen)
{
    if (hostSeen) return bad("host", "There is more than one Host header; send one.");
    if (!isAuthority(value)) return bad("host", "The Host header is not a host name with an optional port.");
    hostSeen = true;
    return std::nullopt;
}

Refusal applyField(std::string_view name, std::string_view value, HeadFields& head, bool& hostSeen,
                   bool& close, bool& keep)
{
    if (equalsIgnoreCase(name, "Host")) return readHost(value, hostSeen);
    if (equalsIgnoreCase(name, "Content-Length")) return readContentLength(value, head);
    if (equalsIgnoreCase(name, "Transfer-Encoding")) return readTransferEncoding(value, head);
    if (equalsIgnoreCase(name, "Expect")) return readExpect(value, head);
    if (equalsIgnoreCase(name, "Connection")) {
        close = close || listHolds(value, "close");
        keep = keep || listHolds(value, "keep-alive");
    }
    return std::nullopt;
}

/// The fields that decide where the body ends, which connection follows and who is meant.
Refusal interpret(HeadFields& head)
{
    bool hostSeen = false, close = false, keep = false;
    for (const auto& [name, value] : head.fields)
        if (auto refusal = applyField(name, value, head, hostSeen, close, keep)) return refusal;
    if (head.minorVersion == 1 && !hostSeen) return bad("host", "HTTP/1.1 needs a Host header; send one.");
    if (head.chunked && head.contentLength)
        return bad("content_length",
                   "Content-Length and Transfer-Encoding contradict each other; send one of them.");
    head.keepAlive = !close && (head.minorVersion == 1 || keep);
    return std::nullopt;
}

}  // namespace

std::variant<HeadIncomplete, HeadEnd, FramingError> findHeadEnd(std::string_view bytes, std::size_t from,
                                                                const HeadLimits& limits)
{
    if (from == 0) {
        if (auto refusal = checkStart(bytes, limits)) return *refusal;
    }
    std::size_t line = from;
    while (true) {
        const auto feed = bytes.find('\n', line);
        if (feed == std::string_view::npos) break;
        if (feed >= limits.head) return kHeadTooLarge;
        if (feed == 0 || bytes[feed - 1] != '\r') return kBadLineEnd;
        if (feed == line + 1) return HeadEnd{feed + 1};
        line = feed + 1;
    }
    if (bytes.size() >= limits.head) return kHeadTooLarge;
    return HeadIncomplete{line};
}

std::variant<HeadFields, FramingError> scanHead(std::string_view head, const HeadLimits& limits)
{
    HeadFields result;
    result.fields.reserve(12);
    auto rest = head;
    const auto requestLine = takeLine(rest);
    if (auto refusal = readRequestLine(requestLine, limits, result)) return *refusal;
    for (auto line = takeLine(rest); !line.empty(); line = takeLine(rest)) {
        if (result.fields.size() == limits.fields) return kHeadTooLarge;
        if (auto refusal = readField(line, result)) return *refusal;
    }
    if (auto refusal = interpret(result)) return *refusal;
    return result;
}

}  // namespace scaispeak::http
