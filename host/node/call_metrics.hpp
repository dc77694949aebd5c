#pragma once

#include "core/metrics.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace scaispeak::node {

/// How a call that had a place ended.
enum class CallEnd : std::uint8_t
{
    Ok,
    Stopped,      ///< Its host stopped it, went away, or its time was over.
    Unsupported,  ///< The engine cannot do what was asked.
    Failed
};

/// As metrics and log lines have it.
std::string_view wordOf(CallEnd end) noexcept;

/// Why a call was not spoken.
enum class CallRefusal : std::uint8_t
{
    Full,
    Draining,
    Invalid,
    Reference,  ///< Its clip is to be sent.
    Late        ///< Its request did not arrive in time, or not whole.
};

/// The instruments of Synthesize calls. Thread safe.
class CallMetrics
{
public:
    using Duration = std::chrono::steady_clock::duration;

    /// `metrics` must outlive it.
    explicit CallMetrics(core::Metrics& metrics);

    /// `took`: since its place was taken.
    void ended(CallEnd end, Duration took);
    void firstAudio(Duration after);
    void refused(CallRefusal reason);

private:
    std::array<core::Counter*, 4> _ends{};
    std::array<core::Counter*, 5> _refusals{};
    core::Histogram& _duration;
    core::Histogram& _firstAudio;
};

}  // namespace scaispeak::node
