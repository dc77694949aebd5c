#include "http/call.hpp"

#include "http/envelope.hpp"

#include <utility>

namespace scaispeak::http {

void Call::answer(Response response) const
{
    response.headers.insert(response.headers.end(), headers.begin(), headers.end());
    if (beforeAnswer) beforeAnswer(&response);
    exchange->respond(std::move(response));
}

void Call::stream(StreamHead head, std::shared_ptr<BodySource> body) const
{
    if (beforeAnswer) beforeAnswer(nullptr);
    head.headers.insert(head.headers.end(), headers.begin(), headers.end());
    exchange->stream(std::move(head), std::move(body));
}

void Call::answerOk(boost::json::value data, int status) const
{
    answer(okResponse(std::move(data), requestId, status));
}

void Call::answerFailure(const core::Failure& failure) const
{
    answer(errorResponse(failure, requestId));
}

const std::string& Call::emptyText()
{
    static const std::string empty;
    return empty;
}

}  // namespace scaispeak::http
