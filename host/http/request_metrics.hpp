#pragma once

#include "core/metrics.hpp"
#include "http/route_table.hpp"
#include "http/server/exchange.hpp"

#include <array>
#include <unordered_map>

namespace scaispeak::http {

/// Counts answers by route and class of status, and how long they took. The instruments are made once. Thread
/// safe.
class RequestMetrics
{
public:
    RequestMetrics(core::Metrics& metrics, const RouteTable& table);

    /// `route` is null for what matched none.
    void count(const Route* route, const ExchangeResult& result);

private:
    struct Instruments
    {
        std::array<core::Counter*, 6> byClass{};  ///< Index: first digit of the status.
        core::Histogram* duration = nullptr;
    };
    static Instruments make(core::Metrics& metrics, const std::string& route);

    std::unordered_map<const Route*, Instruments> _instruments;
};

}  // namespace scaispeak::http
