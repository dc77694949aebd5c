#include "store/cursor.hpp"

#include "core/failure.hpp"
#include "store/database_error.hpp"
#include "store/json_list.hpp"
#include "store/storable_text.hpp"

#include <Poco/Base64Decoder.h>
#include <Poco/Base64Encoder.h>
#include <Poco/Exception.h>
#include <Poco/SHA2Engine.h>

#include <charconv>
#include <iterator>
#include <sstream>

namespace scaispeak::store {
namespace {

constexpr std::size_t checkLength = 8;
constexpr std::size_t maxCursorLength = 4096;
constexpr int urlAlphabet = Poco::BASE64_URL_ENCODING | Poco::BASE64_NO_PADDING;

[[noreturn]] void refuse()
{
    const std::string message =
        "The cursor is damaged or belongs to another list. Pass next_cursor of the page before with the same "
        "filter, or "
        "none to start at the beginning.";
    throw core::Failure(core::ErrorCode::ValidationError, message).withDetail({"cursor", "", message});
}

std::string check(const ListIdentity& list, const std::string& place)
{
    Poco::SHA2Engine digest(Poco::SHA2Engine::SHA_256);
    digest.update(jsonOfList(list));
    digest.update(place);
    const auto& bytes = digest.digest();
    return std::string(bytes.begin(), bytes.begin() + checkLength);
}

std::string decoded(const std::string& cursor)
{
    if (cursor.size() > maxCursorLength || !isStorableText(cursor)) refuse();
    try {
        std::istringstream text(cursor);
        Poco::Base64Decoder decoder(text, urlAlphabet);
        return {std::istreambuf_iterator<char>(decoder), std::istreambuf_iterator<char>()};
    }
    catch (const Poco::Exception&) {
        refuse();
    }
}

}  // namespace

std::string encodeCursor(const ListIdentity& list, const std::vector<std::string>& place)
{
    const std::string json = jsonOfList(place);
    std::ostringstream text;
    Poco::Base64Encoder encoder(text, urlAlphabet);
    encoder.rdbuf()->setLineLength(0);
    encoder << check(list, json) << json;
    encoder.close();
    return text.str();
}

std::vector<std::string> decodeCursor(const ListIdentity& list, const std::string& cursor, std::size_t parts)
{
    const std::string bytes = decoded(cursor);
    if (bytes.size() <= checkLength) refuse();
    const std::string json = bytes.substr(checkLength);
    if (bytes.compare(0, checkLength, check(list, json)) != 0) refuse();
    try {
        std::vector<std::string> place = listOfJson(json);
        if (place.size() != parts) refuse();
        return place;
    }
    catch (const DatabaseError&) {
        refuse();
    }
}

std::int64_t cursorNumber(const std::string& part)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (error != std::errc() || end != part.data() + part.size()) refuse();
    return number;
}

}  // namespace scaispeak::store
