#include "http/request_metrics.hpp"

#include <algorithm>

namespace scaispeak::http {

RequestMetrics::RequestMetrics(core::Metrics& metrics, const RouteTable& table)
{
    for (const Route& route : table.routes())
        _instruments.emplace(&route, make(metrics, route.method + " " + route.pattern));
    _instruments.emplace(nullptr, make(metrics, "none"));
}

RequestMetrics::Instruments RequestMetrics::make(core::Metrics& metrics, const std::string& route)
{
    Instruments instruments;
    for (std::size_t status = 2; status < instruments.byClass.size(); ++status)
        instruments.byClass[status] =
            &metrics.counter("scaispeak_http_requests_total", "Answers, by route and class of status.",
                             {{"route", route}, {"status", std::to_string(status) + "xx"}});
    instruments.duration = &metrics.histogram(
        "scaispeak_http_request_seconds", "From the complete request to the last byte.",
        {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30},
        {{"route", route}});
    return instruments;
}

void RequestMetrics::count(const Route* route, const ExchangeResult& result)
{
    Instruments& instruments = _instruments.at(route);
    const int status = std::clamp(result.status / 100, 2, 5);
    instruments.byClass[static_cast<std::size_t>(status)]->add();
    instruments.duration->observe(std::chrono::duration<double>(result.duration).count());
}

}  // namespace scaispeak::http
