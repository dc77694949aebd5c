#include "core/utf8.hpp"
#include "http/json_body.hpp"
#include "http/speak_request.hpp"
#include "http/wire_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace scaispeak;

/// Small, so that the limit is met by small inputs.
constexpr std::size_t maxTextChars = 40;

void require(bool kept)
{
    if (!kept) std::abort();
}

http::Call callWith(std::string body)
{
    static const auto settings = [] {
        auto small = std::make_shared<http::ApiSettings>();
        small->maxTextChars = maxTextChars;
        return small;
    }();
    http::Call call;
    call.request.body = std::move(body);
    call.settings = settings;
    return call;
}

/// Counted another way than the host does: every byte that continues no code point.
std::size_t codePoints(const std::string& text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

void requireText(const std::string& text, std::size_t fewest, std::size_t most)
{
    require(http::isUtf8(text) && codePoints(text) >= fewest && codePoints(text) <= most);
    for (const char c : text)
        require(static_cast<unsigned char>(c) >= 0x20 ? c != '\x7f' : c == '\t' || c == '\n');
    for (std::size_t at = text.find('\xc2'); at != std::string::npos; at = text.find('\xc2', at + 1))
        require(static_cast<unsigned char>(text[at + 1]) >= 0xa0);
}

void requireNumber(const std::optional<double>& number, double least, double most)
{
    require(!number || (std::isfinite(*number) && *number >= least && *number <= most));
}

void requireKept(const http::SpeakRequest& request)
{
    static constexpr std::array rates{8000u, 16000u, 22050u, 24000u, 44100u, 48000u};
    const speak::UtteranceOrder& order = request.order;
    requireText(request.voiceId, 1, 128);
    requireText(order.text, 1, maxTextChars);
    require(request.chars == codePoints(order.text));
    require(order.languageHint.empty() || order.languageHint.size() == 2);
    require(std::ranges::find(rates, order.sampleRate) != rates.end());
    requireNumber(order.speed, 0.5, 2.0);
    requireNumber(order.cfgValue, 0, 100);
    require(!order.warmupTrimMs || (*order.warmupTrimMs >= 0 && *order.warmupTrimMs <= 10'000));
    if (order.instructions) requireText(*order.instructions, 0, 2'000);
}

void requireExplained(const core::Failure& failure)
{
    require(!failure.message().empty());
    if (failure.code() == core::ErrorCode::MalformedRequest) return;
    require(failure.code() == core::ErrorCode::ValidationError && !failure.details().empty());
    for (const core::FailureDetail& detail : failure.details())
        require(!detail.message.empty());
}

}  // namespace

// A body is refused with a reason, or becomes an order whose every field is within its limits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const http::Call call = callWith(std::string(reinterpret_cast<const char*>(data), size));
    try {
        requireKept(http::speakRequest(call, http::jsonBody(call)));
    }
    catch (const core::Failure& failure) {
        requireExplained(failure);
    }
    return 0;
}
