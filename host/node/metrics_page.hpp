#pragma once

#include "http/server/request_handler.hpp"
#include "telemetry/prometheus_metrics.hpp"

namespace scaispeak::node {

/// GET /metrics, and nothing else.
class MetricsPage : public http::RequestHandler
{
public:
    explicit MetricsPage(const telemetry::PrometheusMetrics& metrics) : _metrics(metrics) {}

    void handle(http::Request&& request, std::shared_ptr<http::Exchange> exchange) override
    {
        const bool known = request.path == "/metrics" && request.head.getMethod() == "GET";
        exchange->respond(known ? text(200, _metrics.text()) : text(404, "only GET /metrics is here\n"));
    }
    http::Response framingError(const http::FramingError&) override { return text(400, "not understood\n"); }
    http::Response overloaded() override { return text(503, "too many requests\n"); }
    http::Response failed() override { return text(500, "failed\n"); }

private:
    static http::Response text(int status, std::string body)
    {
        return {status,
                {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
                std::move(body),
                status == 400};
    }

    const telemetry::PrometheusMetrics& _metrics;
};

}  // namespace scaispeak::node
