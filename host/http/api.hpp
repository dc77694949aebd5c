#pragma once

#include "http/admission.hpp"
#include "http/request_metrics.hpp"
#include "http/route_table.hpp"
#include "http/server/request_handler.hpp"
#include "http/services.hpp"

namespace scaispeak::http {

/// The API behind the front end: gives every request its id, finds its route, lets it in or not, hands it to
/// its endpoint, makes failures answers, and writes one log line when the answer is over.
class Api : public RequestHandler
{
public:
    Api(Services& services, const RouteTable& routes);

    void handle(Request&& request, std::shared_ptr<Exchange> exchange) override;
    Response framingError(const FramingError& error) override;
    Response overloaded() override;
    Response failed() override;

private:
    void serve(const std::shared_ptr<Call>& call);
    void observe(const std::shared_ptr<Call>& call);
    void log(const CallRecord& record, const ExchangeResult& result);

    Services& _services;
    const RouteTable& _routes;
    Admission _admission;
    RequestMetrics _metrics;
};

}  // namespace scaispeak::http
