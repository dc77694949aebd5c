#include "http/server/request_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using scaispeak::http::RequestLimits;
using scaispeak::http::RequestReader;

/// Small, so that the limits are met by small inputs.
const RequestLimits limits{{}, 4096};

/// A header that could end a line again is what smuggling needs.
void requireOneLine(const std::string& text)
{
    if (text.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) std::abort();
}

std::string described(RequestReader& reader)
{
    const auto read = reader.take();
    const auto& request = *read.request;
    if (request.body.size() > limits.body || request.path.empty() || request.path.front() == '?')
        std::abort();
    std::string text = request.head.getMethod() + ' ' + request.path + '?' + request.query + '\n';
    for (const auto& [name, value] : request.head) {
        requireOneLine(name + value);
        text += name + ':' + value + '\n';
    }
    return text + request.body + (request.bodyTooLarge ? "\ntoo large" : "") +
           (read.rules.keepAlive ? "\nkeep\n" : "\nclose\n");
}

/// What a connection would make of the bytes when they come in pieces of that size.
std::string read(std::string_view bytes, std::size_t piece)
{
    RequestReader reader(limits);
    std::string seen;
    while (!bytes.empty()) {
        std::string_view next = bytes.substr(0, piece);
        bytes.remove_prefix(next.size());
        while (!next.empty()) {
            const auto status = reader.feed(next);
            if (status == RequestReader::Status::Refused)
                return seen + std::string(reader.error().reason) + '\n';
            if (status == RequestReader::Status::Incomplete) break;
            seen += described(reader);
            if (seen.ends_with("\nclose\n")) return seen;
        }
    }
    return seen + (reader.started() ? "more to come\n" : "");
}

}  // namespace

// The first byte says how large the pieces are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (read(bytes, bytes.size()) != read(bytes, std::max<std::size_t>(data[0], 1))) std::abort();
    return 0;
}
