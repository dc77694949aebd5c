#include "audio/resampler.hpp"

#include <soxr.h>

#include <array>
#include <stdexcept>
#include <string>

namespace scaispeak::audio {

namespace {

constexpr std::size_t spareRoom = 1024;

soxr_t create(std::uint32_t inputRate, std::uint32_t outputRate)
{
    soxr_io_spec_t io = soxr_io_spec(SOXR_INT16_I, SOXR_INT16_I);
    io.flags = SOXR_NO_DITHER;
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
    soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
    // The smallest transforms: samples leave up to 15 ms earlier, at no cost worth naming.
    runtime.log2_min_dft_size = 8;
    runtime.log2_large_dft_size = 8;
    soxr_error_t error = nullptr;
    soxr_t handle = soxr_create(inputRate, outputRate, 1, &error, &io, &quality, &runtime);
    if (!handle) throw std::runtime_error(std::string("libsoxr: ") + (error ? error : "no memory"));
    return handle;
}

}  // namespace

std::uint64_t scaledSamples(std::uint64_t samples, std::uint32_t fromRate, std::uint32_t toRate) noexcept
{
    const std::uint64_t seconds = samples / fromRate;
    const std::uint64_t rest = samples % fromRate;
    return seconds * toRate + (2 * rest * toRate + fromRate) / (2 * std::uint64_t{fromRate});
}

void Resampler::Delete::operator()(soxr* handle) const noexcept
{
    soxr_delete(handle);
}

Resampler::Resampler(std::uint32_t inputRate, std::uint32_t outputRate)
    : _inputRate(inputRate), _outputRate(outputRate)
{
    if (inputRate == 0 || outputRate == 0) throw std::invalid_argument("a sample rate of 0 Hz");
    if (inputRate != outputRate) _soxr.reset(create(inputRate, outputRate));
}

Resampler::~Resampler() = default;
Resampler::Resampler(Resampler&&) noexcept = default;
Resampler& Resampler::operator=(Resampler&&) noexcept = default;

std::uint64_t Resampler::outputSamples(std::uint64_t inputSamples) const noexcept
{
    return scaledSamples(inputSamples, _inputRate, _outputRate);
}

std::span<const std::int16_t> Resampler::process(std::span<const std::int16_t> input)
{
    _consumed += input.size();
    if (!_soxr) return input;
    _ready = 0;
    feed(input);
    _produced += _ready;
    return std::span(_output).first(_ready);
}

std::span<const std::int16_t> Resampler::finish()
{
    if (!_soxr) return {};
    _ready = 0;
    // libsoxr rounds halves by floating point, one way or the other: two samples of silence more, cut off
    // again, make sure that enough comes.
    constexpr std::array<std::int16_t, 2> silence{};
    feed(silence);
    while (drain() > 0) {
    }
    const std::uint64_t total = outputSamples(_consumed);
    const std::uint64_t missing = total > _produced ? total - _produced : 0;
    if (missing > _ready) throw std::runtime_error("libsoxr gave fewer samples than it took");
    _produced = total;
    return std::span(_output).first(static_cast<std::size_t>(missing));
}

void Resampler::feed(std::span<const std::int16_t> input)
{
    while (!input.empty()) {
        reserveFor(input.size());
        std::size_t taken = 0;
        std::size_t made = 0;
        if (const char* error = soxr_process(_soxr.get(), input.data(), input.size(), &taken,
                                             _output.data() + _ready, _output.size() - _ready, &made))
            throw std::runtime_error(std::string("libsoxr: ") + error);
        input = input.subspan(taken);
        _ready += made;
    }
}

std::size_t Resampler::drain()
{
    reserveFor(0);
    std::size_t made = 0;
    if (const char* error = soxr_process(_soxr.get(), nullptr, 0, nullptr, _output.data() + _ready,
                                         _output.size() - _ready, &made))
        throw std::runtime_error(std::string("libsoxr: ") + error);
    _ready += made;
    return made;
}

void Resampler::reserveFor(std::size_t inputSamples)
{
    const std::size_t needed = _ready + static_cast<std::size_t>(outputSamples(inputSamples)) + spareRoom;
    if (_output.size() < needed) _output.resize(needed);
}

}  // namespace scaispeak::audio
