#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

struct soxr;

namespace scaispeak::audio {

/// round(samples * toRate / fromRate), halves up.
std::uint64_t scaledSamples(std::uint64_t samples, std::uint32_t fromRate, std::uint32_t toRate) noexcept;

/// Mono s16 from one sample rate to another (libsoxr HQ, linear phase, delay compensated, no dither, so that
/// the same input gives the same output however it is cut). Loud peaks are clipped. Equal rates: the samples
/// as they are. One thread at a time. Output memory is kept and grows to what the largest block needs: hand
/// in bounded blocks.
class Resampler
{
public:
    /// Hz. Throws std::runtime_error if libsoxr refuses.
    Resampler(std::uint32_t inputRate, std::uint32_t outputRate);
    ~Resampler();
    Resampler(Resampler&&) noexcept;
    Resampler& operator=(Resampler&&) noexcept;

    /// Takes all of `input`; gives what is ready, valid until the next call.
    std::span<const std::int16_t> process(std::span<const std::int16_t> input);

    /// The rest, once, at the end. All output together is outputSamples(all input) long.
    std::span<const std::int16_t> finish();

    /// As scaledSamples from its input to its output rate.
    std::uint64_t outputSamples(std::uint64_t inputSamples) const noexcept;

    std::uint32_t inputRate() const noexcept { return _inputRate; }
    std::uint64_t consumed() const noexcept { return _consumed; }

private:
    struct Delete
    {
        void operator()(soxr* handle) const noexcept;
    };

    void feed(std::span<const std::int16_t> input);
    std::size_t drain();
    void reserveFor(std::size_t inputSamples);

    std::uint32_t _inputRate;
    std::uint32_t _outputRate;
    std::uint64_t _consumed = 0;
    std::uint64_t _produced = 0;
    std::vector<std::int16_t> _output;
    std::size_t _ready = 0;  ///< Samples in _output
    std::unique_ptr<soxr, Delete> _soxr;
};

}  // namespace scaispeak::audio
