#include "http/multipart_fields.hpp"
#include "http/wire_text.hpp"

#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace scaispeak;
using Fields = std::map<std::string, std::string>;

constexpr std::size_t mostParts = 32;

void require(bool kept)
{
    if (!kept) std::abort();
}

std::optional<Fields> read(const std::string& contentType, std::string body)
{
    http::Call call;
    call.request.head.set("Content-Type", contentType);
    call.request.body = std::move(body);
    if (!http::isMultipart(call)) return std::nullopt;
    try {
        return http::multipartFields(call);
    }
    catch (const core::Failure& failure) {
        require(failure.code() == core::ErrorCode::MalformedRequest && !failure.message().empty());
        return std::nullopt;
    }
}

/// What was taken came out of the body, each piece as it stood there, and all of it fits in there.
void requireFrom(const std::string& body, const Fields& fields)
{
    require(fields.size() <= mostParts);
    std::size_t taken = 0;
    for (const auto& [name, value] : fields) {
        require(!name.empty() && http::isUtf8(value) && body.find(value) != std::string::npos);
        taken += name.size() + value.size();
    }
    require(taken <= body.size());
}

/// The same values, framed as RFC 7578 has it, must read as they are.
void requireReadAgain(const Fields& fields)
{
    static const std::string boundary = "between-the-parts";
    Fields expected;
    std::string body;
    for (const auto& [name, value] : fields) {
        if (value.find(boundary) != std::string::npos) return;
        const std::string plain = "field" + std::to_string(expected.size());
        expected[plain] = value;
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + plain + "\"\r\n\r\n" +
                value + "\r\n";
    }
    if (expected.empty()) return;
    require(read("multipart/form-data; boundary=" + boundary, body + "--" + boundary + "--\r\n") == expected);
}

}  // namespace

// The first line is the header Content-Type, the rest the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::size_t line = bytes.find('\n');
    if (line == std::string_view::npos) return 0;
    const std::string body(bytes.substr(line + 1));
    const auto fields = read(std::string(bytes.substr(0, line)), body);
    if (!fields) return 0;
    requireFrom(body, *fields);
    requireReadAgain(*fields);
    return 0;
}
