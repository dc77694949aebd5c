#include "ctl/api_answer.hpp"

#include "ctl/json_fields.hpp"

namespace scaispeak::ctl {
namespace {

void append(std::string& row, const std::string& part)
{
    if (part.empty()) return;
    if (!row.empty()) row += ": ";
    row += part;
}

std::vector<std::string> rowsOf(const boost::json::object& error)
{
    std::vector<std::string> rows;
    const boost::json::array* details = arrayOf(error, "details");
    if (!details) return rows;
    for (const boost::json::value& detail : *details) {
        const boost::json::object* object = detail.if_object();
        if (!object) continue;
        std::string row;
        for (const char* name : {"field", "code", "message"})
            append(row, textOf(*object, name));
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string messageOf(const boost::json::object& error)
{
    std::string message = textOf(error, "message");
    const boost::json::value* seconds = error.if_contains("retry_after");
    if (seconds && seconds->is_number())
        message += "; try again in " + boost::json::serialize(*seconds) + " s";
    return message;
}

}  // namespace

boost::json::object ApiAnswer::data() const
{
    const boost::json::object* object = objectOf(document, "data");
    return object ? *object : boost::json::object();
}

std::string ApiAnswer::requestId() const
{
    const boost::json::object* meta = objectOf(document, "meta");
    return meta ? textOf(*meta, "request_id") : std::string();
}

CommandFailure ApiAnswer::failure() const
{
    static const boost::json::object none;
    const boost::json::object* found = objectOf(document, "error");
    const boost::json::object& error = found ? *found : none;
    return CommandFailure(ExitCode::Refused, messageOf(error), rowsOf(error))
        .withCode(textOf(error, "code"))
        .withRequestId(requestId());
}

ApiAnswer readAnswer(int status, std::string_view body, const std::string& url)
{
    boost::json::error_code fault;
    const boost::json::value document = boost::json::parse(body, fault);
    const boost::json::object* object = fault ? nullptr : document.if_object();
    const std::string word = object ? textOf(*object, "status") : std::string();
    if (word != "ok" && word != "error")
        throw CommandFailure(ExitCode::NotReady, "what answers at " + url +
                                                     " is not ScaiSpeak (HTTP status " +
                                                     std::to_string(status) + "); check --url");
    return {status, *object};
}

}  // namespace scaispeak::ctl
