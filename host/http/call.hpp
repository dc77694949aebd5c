#pragma once

#include "core/authenticator.hpp"
#include "core/failure.hpp"
#include "core/principal.hpp"
#include "http/api_options.hpp"
#include "http/origin_of_request.hpp"
#include "http/server/exchange.hpp"
#include "http/server/request.hpp"

#include <boost/json.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace scaispeak::http {

struct Route;

/// What is remembered of a call for its log line, also when the call itself is gone. Written before the
/// endpoint is called.
struct CallRecord
{
    std::string requestId;
    std::string traceId;  ///< Of the caller's traceparent; empty where there was none.
    std::string tenantId;
    std::string userId;
    const Route* route = nullptr;
    std::string clientAddress;
};

/// One request on its way through the API: what was asked, by whom, and the right to answer. Shared by those
/// who answer later; written only before the endpoint is called.
struct Call
{
    Request request;
    std::shared_ptr<Exchange> exchange;
    RequestOrigin origin;
    std::shared_ptr<const ApiSettings> settings;  ///< As they were when the call came.
    std::string requestId;
    std::string traceparent;    ///< As core::traceparentOf lets it pass.
    core::Principal principal;  ///< Empty on open routes.
    std::vector<std::string> pathParameters;
    std::map<std::string, std::string> query;  ///< Decoded; of a name given twice the last.
    Headers headers;                           ///< Go with every answer: rate limits, CORS.
    const Route* route = nullptr;
    bool otherMethods = false;  ///< No route, but the path is there with other methods.
    std::shared_ptr<CallRecord> record;
    /// Called once, before the answer is sent, with the response, or null for a stream. Throws nothing.
    std::function<void(const Response*)> beforeAnswer;

    core::CallIds ids() const { return {requestId, traceparent}; }
    const std::string& header(const std::string& name) const { return request.head.get(name, emptyText()); }

    void answer(Response response) const;
    void stream(StreamHead head, std::shared_ptr<BodySource> body) const;
    void answerOk(boost::json::value data, int status = 200) const;
    void answerFailure(const core::Failure& failure) const;

private:
    static const std::string& emptyText();
};

}  // namespace scaispeak::http
