#include "ctl/progress.hpp"

#include "ctl/amount.hpp"
#include "ctl/stream_check.hpp"

#include <ostream>

namespace scaispeak::ctl {
namespace {

constexpr std::chrono::milliseconds quiet{500};
constexpr std::chrono::milliseconds interval{200};
constexpr double mp3BytesPerSecond = 8000;  // Contract, section 6: 64 kbit/s.
constexpr double wavBytesPerSample = 2;
constexpr const char* clearLine = "\r\x1b[K";

}  // namespace

std::optional<double> bytesPerSecond(core::ResponseFormat format, std::uint32_t sampleRate)
{
    if (format == core::ResponseFormat::Mp3) return mp3BytesPerSecond;
    if (format == core::ResponseFormat::Wav) return wavBytesPerSample * sampleRate;
    const auto width = bytesPerSample(format);
    if (!width) return std::nullopt;
    return static_cast<double>(*width) * sampleRate;
}

Progress::Progress(const Console& console, std::optional<double> audioBytesPerSecond, Clock::time_point now)
    : _console(console), _bytesPerSecond(audioBytesPerSecond), _next(now + quiet)
{}

Progress::~Progress()
{
    if (_shown) _console.err << clearLine << std::flush;
}

void Progress::at(std::uint64_t bytes, Clock::time_point now)
{
    if (!_console.errIsTerminal || now < _next) return;
    _next = now + interval;
    _shown = true;
    _console.err << clearLine << "speaking: " << sizeText(bytes);
    if (_bytesPerSecond) _console.err << ", " << secondsText(static_cast<double>(bytes) / *_bytesPerSecond);
    _console.err << std::flush;
}

}  // namespace scaispeak::ctl
