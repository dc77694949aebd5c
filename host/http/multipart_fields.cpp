#include "http/multipart_fields.hpp"

#include "http/json_body.hpp"
#include "http/wire_text.hpp"

#include <Poco/Exception.h>
#include <Poco/MemoryStream.h>
#include <Poco/Net/MediaType.h>
#include <Poco/Net/MessageHeader.h>
#include <Poco/Net/MultipartReader.h>
#include <Poco/StreamCopier.h>

namespace scaispeak::http {
namespace {

constexpr std::size_t mostParts = 32;
constexpr std::size_t longestBoundary = 70;  // RFC 2046, 5.1.1

[[noreturn]] void refuse(const char* why)
{
    throw core::Failure(core::ErrorCode::MalformedRequest,
                        std::string("the multipart body cannot be read: ") + why +
                            "; send multipart/form-data as RFC 7578 has it");
}

Poco::Net::MediaType mediaTypeOf(const Call& call)
{
    return Poco::Net::MediaType(call.header("Content-Type"));
}

std::string boundaryOf(const Call& call)
{
    const Poco::Net::MediaType type = mediaTypeOf(call);
    const std::string boundary =
        type.hasParameter("boundary") ? type.getParameter("boundary") : std::string();
    if (boundary.empty() || boundary.size() > longestBoundary) refuse("its boundary is missing or too long");
    return boundary;
}

std::string nameOf(const Poco::Net::MessageHeader& header)
{
    std::string disposition;
    Poco::Net::NameValueCollection parameters;
    Poco::Net::MessageHeader::splitParameters(header.get("Content-Disposition", ""), disposition, parameters);
    const std::string name = parameters.get("name", "");
    if (name.empty()) refuse("a part has no name");
    return name;
}

}  // namespace

bool isMultipart(const Call& call)
{
    try {
        return mediaTypeOf(call).matches("multipart", "form-data");
    }
    catch (const Poco::Exception&) {
        return false;
    }
}

std::map<std::string, std::string> multipartFields(const Call& call)
{
    requireBodyWithinLimit(call);
    const std::string boundary = boundaryOf(call);
    if (call.request.body.find("--" + boundary + "--") == std::string::npos) refuse("its end is missing");
    std::map<std::string, std::string> fields;
    try {
        Poco::MemoryInputStream input(call.request.body.data(),
                                      static_cast<std::streamsize>(call.request.body.size()));
        Poco::Net::MultipartReader reader(input, boundary);
        for (std::size_t parts = 0; reader.hasNextPart(); ++parts) {
            if (parts == mostParts) refuse("it has too many parts");
            Poco::Net::MessageHeader header;
            reader.nextPart(header);
            std::string value;
            Poco::StreamCopier::copyToString(reader.stream(), value);
            if (!isUtf8(value)) refuse("a field is not UTF-8");
            fields[nameOf(header)] = std::move(value);
        }
    }
    catch (const Poco::Exception&) {
        refuse("its parts are not framed correctly");
    }
    return fields;
}

}  // namespace scaispeak::http
